/**
 * Something that the person at the command line can act on. The message is one line that says what to
 * do. A command prints it without a stack trace and ends with exit code 1.
 */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/**
 * A command was used in a wrong way. The message is one line. A command prints it and how to get help,
 * and ends with exit code 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
