import { MediaDownloadError } from '../../../functions/media-mirror/download/failure.ts';
import { createMediaFetcher } from '../../../functions/media-mirror/download/fetch-media.ts';
import type { FetchSettings } from '../../../functions/media-mirror/download/send-request.ts';
import type { FetchLimits } from '../../../functions/media-mirror/limits.ts';
import type { FetchMedia } from '../../../functions/media-mirror/ports.ts';
import { type AddressRules, isPublicAddress } from '../../../shared/http/address-rules.ts';

/** Only ends what hangs: nothing passes or fails by it, however busy the machine is. */
export const hangMs = 300_000;

/** A small file, and times that nothing reaches: a test of one of them gives a shorter one. */
const testLimits: FetchLimits = {
  maxBytes: 1_000_000,
  maxRedirects: 5,
  connectTimeoutMs: hangMs,
  responseTimeoutMs: hangMs,
  idleTimeoutMs: hangMs,
};

/** The real fetcher with small limits. Host names do not resolve unless `rules` resolve them. */
export function createTestFetcher(
  rules: Partial<AddressRules>,
  limits: Partial<FetchLimits> = {},
): FetchMedia {
  return createMediaFetcher(testFetchSettings(rules, limits));
}

export function testFetchSettings(
  rules: Partial<AddressRules>,
  limits: Partial<FetchLimits> = {},
): FetchSettings {
  return {
    limits: { ...testLimits, ...limits },
    rules: {
      resolve: (hostname) =>
        Promise.reject(Object.assign(new Error(hostname), { code: 'ENOTFOUND' })),
      isAllowed: isPublicAddress,
      ...rules,
    },
    now: () => new Date('2026-11-21T08:00:00.000Z'),
  };
}

/** Fetches a file and reads it to the end: the complete text, or the failure. */
export async function fetchText(fetchMedia: FetchMedia, address: string, timeoutMs = hangMs) {
  const opened = await fetchMedia(address, timeoutMs);
  if (opened.kind === 'failed') return opened.failure;
  try {
    const blocks: Uint8Array[] = [];
    for await (const block of opened.response.body) blocks.push(Uint8Array.from(block));
    return { text: Buffer.concat(blocks).toString(), contentType: opened.response.contentType };
  } catch (error) {
    if (error instanceof MediaDownloadError) return error.failure;
    throw error;
  } finally {
    opened.response.close();
  }
}
