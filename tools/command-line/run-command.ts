import { CommandError, UsageError } from './command-error.ts';

/**
 * Runs a command and sets the exit code of this process: 0 when it is done, 1 when it failed, 2 when
 * it was used in a wrong way. A `CommandError` is printed as one line, any other error with its stack
 * trace.
 */
export async function runCommand(help: string, command: () => Promise<0 | 1>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (isUsageError(error)) {
      console.error(`${error.message}\n\n${help}`);
      process.exitCode = 2;
      return;
    }
    console.error(error instanceof CommandError ? error.message : error);
    process.exitCode = 1;
  }
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return (
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  );
}
