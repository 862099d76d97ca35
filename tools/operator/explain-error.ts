import { TributaryError } from '../../shared/tributary-error.ts';
import { CommandError } from '../command-line/command-error.ts';

/**
 * What to do about an error, in one line, when it is one that an operator meets: no credentials, no
 * such stack, no permission, a service that says no.
 *
 * @returns `undefined` for an error of our own making, whose stack trace is needed
 */
export function explainError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof CommandError) return error.message;
  if (error instanceof TributaryError) {
    const cause = explainError(error.cause);
    return cause === undefined ? error.message : `${error.message} (${cause})`;
  }
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return 'there are no AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`';
  }
  if (/^Expired|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId/.test(error.name)) {
    return 'the AWS credentials are no longer valid: sign in again';
  }
  if (error.message === 'Region is missing') return 'no AWS region is set: set AWS_REGION';
  if (/^(ENOTFOUND|ECONNREFUSED|ETIMEDOUT)$/.test(codeOf(error))) {
    return `AWS cannot be reached from here (${codeOf(error)}): look at the network and AWS_REGION`;
  }
  if (!('$metadata' in error)) return undefined;
  const said = `AWS says ${error.name}: ${error.message}`;
  return /^AccessDenied|^UnauthorizedOperation/.test(error.name)
    ? `${said} (use a role that may, or have this one allowed)`
    : said;
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
