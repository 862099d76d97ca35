import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { type Finding, revertDrift } from './finding.ts';

/** The response of an endpoint to an empty request. */
export interface ProbedEndpoint {
  readonly provider: string;
  readonly endpoint: 'api' | 'functionUrl';
  /** HTTP status; absent without a response. */
  readonly status: number | undefined;
  readonly tookMs: number;
  /**
   * How authentic the request is: wholly (`whole`); without the signature, which only the provider can
   * make (`unsigned`); or not at all, because the secret could not be read (`none`).
   */
  readonly proof: 'whole' | 'unsigned' | 'none';
}

/**
 * Judges the response of an endpoint. The request is not JSON, so a working gateway recognizes the token,
 * responds with 415 and stores nothing. To a request that is not authentic it responds with 401, which
 * only shows that the function has read its secret.
 */
export function checkEndpoint({
  provider,
  endpoint,
  status,
  tookMs,
  proof,
}: ProbedEndpoint): Finding {
  const check = `${endpoint} of ${provider}`;
  const responds = `responds after ${Math.round(tookMs)} ms`;
  if (status === 415) return { check, state: 'ok', text: `${responds} and accepts its token` };
  if (status === 401 && proof !== 'whole') {
    const lacking = proof === 'unsigned' ? 'a signed request' : 'a request with its token';
    return { check, state: 'ok', text: `${responds}; only ${lacking} could test more` };
  }
  if (status === undefined) {
    return {
      check,
      state: 'failed',
      text: 'does not respond',
      remedy: `${revertDrift}; check the DNS record of the custom domain, if you use one`,
    };
  }
  const remedy = 'docs/operations.md#callbacks-failing';
  return { check, state: 'failed', text: `responds with ${status} instead of 415`, remedy };
}

/** Judges a secret that could be read and is in the documented form. */
export function checkSecret(provider: string, secret: ProviderSecret): Finding {
  const check = `secret of ${provider}`;
  const connections = Object.values(secret.connections ?? {});
  if ([secret, ...connections].some(({ previousToken }) => previousToken !== undefined)) {
    return {
      check,
      state: 'warning',
      text: 'the old URL is still valid: confirm the rotation once the console has the new URL',
      remedy: `tributary secrets rotate ${provider} --confirm`,
    };
  }
  return { check, state: 'ok', text: 'is in the documented form' };
}
