import { TributaryError } from '../../shared/tributary-error.ts';
import { CommandError } from '../command-line/command-error.ts';

/**
 * Explains in one line what to do about an error that an operator can fix: missing credentials, an
 * unknown stack, a missing permission, a request that AWS rejects.
 *
 * @returns `undefined` for an error in this program, whose stack trace is needed
 */
export function explainError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof CommandError) return error.message;
  if (error instanceof TributaryError) {
    const cause = explainError(error.cause);
    return cause === undefined ? error.message : `${error.message} (${cause})`;
  }
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return 'no AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`';
  }
  if (/^Expired|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId/.test(error.name)) {
    return 'the AWS credentials are no longer valid: sign in again';
  }
  if (error.message === 'Region is missing') return 'no AWS region: set AWS_REGION';
  if (/^(ENOTFOUND|ECONNREFUSED|ETIMEDOUT)$/.test(codeOf(error))) {
    return `AWS cannot be reached (${codeOf(error)}): check the network and AWS_REGION`;
  }
  if (!('$metadata' in error)) return undefined;
  const reason = `AWS responded with ${error.name}: ${error.message}`;
  return /^AccessDenied|^UnauthorizedOperation/.test(error.name)
    ? `${reason} (use a role with this permission, or add it to this role)`
    : reason;
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
