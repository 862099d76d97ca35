/**
 * What the operator at the command line can mend. The message is one line that says what to do; it
 * is printed without a stack trace.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** Wrong use of a command; its help is printed with the reason. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
