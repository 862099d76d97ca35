import { UsageError } from './command-error.ts';

/**
 * Says in one line in which way a command was used wrongly. `parseArgs` of Node.js adds advice to its
 * own messages that is longer than the message and rarely helps, so only the first sentence stays.
 *
 * @returns `undefined` for any other error
 */
export function explainUsage(error: unknown): string | undefined {
  if (error instanceof UsageError) return error.message;
  const isOfParseArgs =
    error instanceof TypeError &&
    'code' in error &&
    String(error.code).startsWith('ERR_PARSE_ARGS');
  return isOfParseArgs ? error.message.split(/\.\s/)[0] : undefined;
}
