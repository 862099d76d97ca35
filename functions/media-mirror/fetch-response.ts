import { type MediaFailure, toStatusFailure } from './failure.ts';
import { toRequestFailure } from './network-failure.ts';
import { type FetchSettings, openUrl } from './open-url.ts';
import type { Credentials } from './ports.ts';
import { readBody } from './read-body.ts';
import { parseRetryAfter } from './retry-after.ts';

/** No answer of a media API is longer; what is, is none. */
const maxResponseBytes = 64 * 1024;

/** What an API said: JSON with status 200, or a failure with the JSON that explains it, if any. */
export interface Answer {
  /** Absent when the status was 200. */
  readonly failure?: MediaFailure | undefined;
  readonly json?: unknown;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Asks a provider's API. No redirect is followed: an API has no reason for one, and the token must
 * not travel. Whatever goes wrong is a failure as a return value.
 *
 * @param timeoutMs from the first name resolution to the last byte
 */
export type FetchResponse = (
  url: URL,
  timeoutMs: number,
  credentials: Credentials,
) => Promise<Answer>;

/** Makes the function that asks a provider's API, under the same rules as files are fetched. */
export function createResponseFetcher(settings: FetchSettings): FetchResponse {
  return async (url, timeoutMs, credentials) => {
    try {
      const signal = AbortSignal.timeout(Math.max(timeoutMs, 0));
      const response = await openUrl(url, settings, signal, credentials);
      const limits = { ...settings.limits, maxBytes: maxResponseBytes };
      const blocks: Buffer[] = [];
      for await (const block of readBody(response, limits, signal)) blocks.push(Buffer.from(block));
      const { statusCode: status = 0, headers } = response;
      const retryAfter = parseRetryAfter(headers['retry-after'], settings.now());
      const failure = status === 200 ? undefined : toStatusFailure(status, retryAfter);
      return { failure, json: parse(Buffer.concat(blocks).toString()), headers };
    } catch (error) {
      return { failure: toRequestFailure(error), headers: {} };
    }
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
