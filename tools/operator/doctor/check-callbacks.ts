import { type Judgement, revertDrift } from './finding.ts';

/** The response of an endpoint to a request with a method that no provider uses. */
export interface ProbedEndpoint {
  /** HTTP status; absent without a response. */
  readonly status: number | undefined;
  readonly tookMs: number;
  /**
   * How authentic the request is: fully (`complete`); without a signature that only the provider can make
   * (`unsigned`); or not at all, because the secret could not be read (`none`).
   */
  readonly proof: 'complete' | 'unsigned' | 'none';
}

/**
 * Judges the response of an endpoint. No callback has the method of the request, so a working gateway
 * recognizes the token, responds with 405 and stores nothing. To a request that is not authentic it
 * responds with 401, which only shows that the function has read its secret.
 */
export function checkEndpoint({ status, tookMs, proof }: ProbedEndpoint): Judgement {
  const responds = `responds after ${Math.round(tookMs)} ms`;
  if (status === 405) return { state: 'ok', text: `${responds} and accepts its token` };
  if (status === 401 && proof !== 'complete') {
    const lacking = proof === 'unsigned' ? 'a signed request' : 'a request with its token';
    return { state: 'ok', text: `${responds}; only ${lacking} could test more` };
  }
  if (status === undefined) {
    return {
      state: 'failed',
      text: 'does not respond',
      remedy: `${revertDrift}; check the DNS record of the custom domain, if you use one`,
    };
  }
  const remedy = 'docs/operations.md#callbacks-failing';
  return { state: 'failed', text: `responds with ${status} instead of 405`, remedy };
}
