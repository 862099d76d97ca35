import { LocalGatewayError } from '../errors.ts';

/** Wrong use of a command; its help is printed with the reason. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command-line tool and sets the exit code of this process: 0 when it is done, 1 when it
 * failed, 2 for wrong use. What a person can act on is one line, without a stack trace.
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
    console.error(error instanceof LocalGatewayError ? error.message : error);
    process.exitCode = 1;
  }
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return (
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  );
}
