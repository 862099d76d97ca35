/**
 * Something that the person at the command line can act on. The message is one line that says what to
 * do. A command prints it without a stack trace and ends with exit code 1.
 */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** A command was used in a wrong way. Its help is printed with the reason; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
