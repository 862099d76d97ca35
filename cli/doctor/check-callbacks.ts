import type { ProviderSecret } from '../../shared/providers/provider-secret.ts';
import type { Finding } from './finding.ts';

/** How a front door answered a request that is authentic and holds nothing. */
export interface ProbedDoor {
  readonly provider: string;
  readonly door: 'api' | 'functionUrl';
  /** HTTP status; absent: nothing answered. */
  readonly status: number | undefined;
  readonly tookMs: number;
  /** Whether the provider signs its callbacks, which the request cannot. */
  readonly isSigned: boolean;
}

/**
 * The request is no JSON, so that a working gateway knows its token and answers 415, and stores
 * nothing. Where callbacks are signed it answers 401, which says less.
 */
export function checkDoor({ provider, door, status, tookMs, isSigned }: ProbedDoor): Finding {
  const check = `${door} of ${provider}`;
  const answers = `answers after ${Math.round(tookMs)} ms`;
  if (status === 415) return { check, state: 'ok', text: `${answers} and knows its token` };
  if (status === 401 && isSigned) {
    return { check, state: 'ok', text: `${answers}; only a signed request would show more` };
  }
  if (status === undefined) {
    return {
      check,
      state: 'failed',
      text: 'does not answer',
      remedy: 'deploy the stack again; look at the custom domain’s DNS record if there is one',
    };
  }
  const remedy = 'docs/operations.md#callbacks-failing';
  return { check, state: 'failed', text: `answers ${status} instead of 415`, remedy };
}

/** @param secret `undefined` when it could not be read, or is not in the documented form */
export function checkSecret(provider: string, secret: ProviderSecret | undefined): Finding {
  const check = `secret of ${provider}`;
  if (secret === undefined) {
    return {
      check,
      state: 'failed',
      text: 'cannot be read, or is not in the documented form',
      remedy: 'docs/secrets.md',
    };
  }
  const connections = Object.values(secret.connections ?? {});
  if ([secret, ...connections].some(({ previousToken }) => previousToken !== undefined)) {
    return {
      check,
      state: 'warning',
      text: 'a rotation is not confirmed: the old URL is valid too',
      remedy: `tributary secrets rotate ${provider} --confirm`,
    };
  }
  return { check, state: 'ok', text: 'is there' };
}
