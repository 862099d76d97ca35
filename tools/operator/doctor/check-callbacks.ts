import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { type Finding, revertDrift } from './finding.ts';

/** How an endpoint answered a request that holds nothing. */
export interface ProbedEndpoint {
  readonly provider: string;
  readonly endpoint: 'api' | 'functionUrl';
  /** HTTP status; absent: nothing answered. */
  readonly status: number | undefined;
  readonly tookMs: number;
  /**
   * How authentic the request is: wholly; all but the signature, which only the provider can make;
   * or not at all, since the secret could not be read here.
   */
  readonly proof: 'whole' | 'unsigned' | 'none';
}

/**
 * The request is no JSON, so that a working gateway knows its token and answers 415, and stores
 * nothing. Where the request proves less it answers 401, which says less: the function has read its
 * secret.
 */
export function checkEndpoint({
  provider,
  endpoint,
  status,
  tookMs,
  proof,
}: ProbedEndpoint): Finding {
  const check = `${endpoint} of ${provider}`;
  const responses = `answers after ${Math.round(tookMs)} ms`;
  if (status === 415) return { check, state: 'ok', text: `${responses} and knows its token` };
  if (status === 401 && proof !== 'whole') {
    const lacking = proof === 'unsigned' ? 'a signed request' : 'a request with its token';
    return { check, state: 'ok', text: `${responses}; only ${lacking} would show more` };
  }
  if (status === undefined) {
    return {
      check,
      state: 'failed',
      text: 'does not answer',
      remedy: `${revertDrift}; look at the custom domain’s DNS record if there is one`,
    };
  }
  const remedy = 'docs/operations.md#callbacks-failing';
  return { check, state: 'failed', text: `answers ${status} instead of 415`, remedy };
}

/** A secret that could be read, and is in the documented form. */
export function checkSecret(provider: string, secret: ProviderSecret): Finding {
  const check = `secret of ${provider}`;
  const connections = Object.values(secret.connections ?? {});
  if ([secret, ...connections].some(({ previousToken }) => previousToken !== undefined)) {
    return {
      check,
      state: 'warning',
      text: 'the old URL is valid, too: end the rotation when the console has the new one',
      remedy: `tributary secrets rotate ${provider} --confirm`,
    };
  }
  return { check, state: 'ok', text: 'is there' };
}
