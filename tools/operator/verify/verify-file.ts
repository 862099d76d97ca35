import { eventDefinitions } from '../../../shared/contract/index.ts';
import type { ProviderPlan } from './plan-callbacks.ts';
import type { Verdict } from './result.ts';
import type { SentCallback } from './send-callback.ts';
import type { TestCallback } from './test-callbacks.ts';
import type { Tools } from './verify-provider.ts';

/** How long to wait for the event before the table is asked whether the mirror has failed. */
const sliceMs = 1_000;

/** Whether the picture of a message arrives in the media bucket, with the bytes that were linked. */
export async function verifyFile(
  { adapter: { manifest } }: ProviderPlan,
  message: TestCallback,
  sent: SentCallback,
  tools: Tools,
): Promise<Verdict> {
  const { fileEventId, fileSha256 } = message;
  if (fileEventId === undefined) {
    return manifest.mediaAccess?.api === undefined
      ? { state: 'not checked', text: 'its callbacks have no files' }
      : {
          state: 'not checked',
          text: `${manifest.name} sends ids of files, which only its own media API knows`,
          remedy: 'docs/verify.md#what-it-cannot-check',
        };
  }
  const { inbox, timeoutMs, media } = tools;
  const endsAtMs = performance.now() + timeoutMs;
  for (;;) {
    const leftMs = endsAtMs - performance.now();
    const event = await inbox.waitFor(fileEventId, Math.max(0, Math.min(sliceMs, leftMs)));
    if (event !== undefined) return isComplete(event.detail, fileSha256, sent, media);
    const reason = await findFailure(message, tools);
    if (reason !== undefined) {
      return {
        state: 'failed',
        text: `the mirror failed: ${reason}`,
        remedy: 'docs/operations.md#media-failing',
      };
    }
    if (leftMs <= 0) {
      return {
        state: 'failed',
        text: `media.stored did not arrive within ${timeoutMs / 1000} s of the response`,
        remedy: 'docs/operations.md#media-behind',
      };
    }
  }
}

async function isComplete(
  detail: unknown,
  sha256: string | undefined,
  sent: SentCallback,
  media: Tools['media'],
): Promise<Verdict> {
  const tookMs = performance.now() - sent.respondedAtMs;
  const { data } = eventDefinitions['media.stored'].detail.parse(detail);
  // Absent when the provider sends no hash, which the mirror could compare.
  if (data.hashVerified === false || data.sha256 !== sha256) {
    return { state: 'failed', tookMs, text: 'the mirrored file differs from the linked one' };
  }
  const stored = await media.hashOf(data.key);
  if (stored === undefined) {
    return { state: 'failed', tookMs, text: 'media.stored names an object that does not exist' };
  }
  return stored === sha256
    ? { state: 'ok', tookMs, text: `${data.sizeBytes} bytes are in the media bucket` }
    : {
        state: 'failed',
        tookMs,
        text: 'the object in the media bucket differs from the linked file',
      };
}

/** Why the mirror has given the file up; `undefined` when it has not. */
async function findFailure(
  { record }: TestCallback,
  { table }: Tools,
): Promise<string | undefined> {
  for (const { event } of await table.readPartition(record.key.pk)) {
    if (event?.['detail-type'] === 'media.failed') return event.detail.data.reason;
  }
  return undefined;
}
