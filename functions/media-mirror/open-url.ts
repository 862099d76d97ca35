import type { IncomingMessage } from 'node:http';
import { type AddressRules, checkTarget } from './address-rules.ts';
import { MediaDownloadError } from './failure.ts';
import type { FetchLimits } from './limits.ts';
import type { Credentials } from './ports.ts';
import { sendRequest } from './send-request.ts';

/** What fetching needs to know. */
export interface FetchSettings {
  readonly limits: FetchLimits;
  readonly rules: AddressRules;
  readonly now: () => Date;
}

/**
 * Checks a URL against the address rules, then sends one GET there. The credentials go along only if
 * the URL is of one of their origins.
 *
 * @throws {MediaDownloadError} when the address is refused or a time limit is reached
 * @throws the network's error, or an `AbortError`
 */
export async function openUrl(
  url: URL,
  { limits, rules }: FetchSettings,
  signal: AbortSignal,
  credentials: Credentials | undefined,
): Promise<IncomingMessage> {
  const target = await within(limits.connectTimeoutMs, checkTarget(url, rules));
  if (target.kind === 'refused') throw new MediaDownloadError({ reason: 'refused_address' });
  const authorization = credentials?.origins.includes(url.origin)
    ? credentials.authorization
    : undefined;
  return sendRequest(url, target.addresses, limits, signal, authorization);
}

/** The system's resolver cannot be told how long to try. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new MediaDownloadError({ reason: 'timeout' })), timeoutMs);
  });
  return Promise.race([work, expired]).finally(() => clearTimeout(timer));
}
