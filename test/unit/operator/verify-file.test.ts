import { expect, it } from 'vitest';
import { loadProvider, loadSample } from '../../../functions/providers/load-provider.ts';
import { sample } from '../../../sdk/testing/index.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { EventEnvelope } from '../../../tools/emulator-client/event-log.ts';
import type { TableItem } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import { anyPicture, type ProviderPlan } from '../../../tools/operator/verify/plan-callbacks.ts';
import { toRun } from '../../../tools/operator/verify/test-account.ts';
import { toMessageCallback } from '../../../tools/operator/verify/test-callbacks.ts';
import { verifyFile } from '../../../tools/operator/verify/verify-file.ts';
import type { Tools } from '../../../tools/operator/verify/verify-provider.ts';

const { sha256 } = anyPicture;
const other = 'f'.repeat(64);

/** What became of the picture of a message. */
interface Mirrored {
  /** Absent when it has not arrived. */
  readonly event?: { readonly sha256: string; readonly hashVerified?: boolean };
  /** The hash of the object in the bucket; absent without one. */
  readonly object?: string;
  /** Why the mirror has given it up. */
  readonly failure?: 'gone';
}

async function verifyPicture({ event, object, failure }: Mirrored) {
  const run = toRun(new Date('2026-11-28T12:00:00Z'));
  const adapter = await loadProvider('incs');
  const provider = { adapter, sample: await loadSample('incs'), run };
  const message = toMessageCallback(provider, 'api', anyPicture);
  if (message === undefined) throw new Error('incs has no sample');
  const failed = failure && sample('media.failed', { data: { reason: failure } });
  const tools = {
    media: { hashOf: async () => object },
    table: {
      readPartition: async () => [{ event: failed as TributaryEvent | undefined } as TableItem],
    },
    inbox: {
      waitFor: async () =>
        event && (sample('media.stored', { data: event }) as unknown as EventEnvelope),
    },
    timeoutMs: 0,
  };
  const sent = { status: 200, body: '', tookMs: 1, respondedAtMs: 1 };
  return verifyFile({ adapter } as ProviderPlan, message, sent, tools as unknown as Tools);
}

it.each<[string, Mirrored, string]>([
  ['has the linked bytes', { event: { sha256 }, object: sha256 }, 'ok'],
  [
    'has the hash that the provider sent',
    { event: { sha256, hashVerified: true }, object: sha256 },
    'ok',
  ],
  ['has other bytes, says the mirror', { event: { sha256: other }, object: other }, 'failed'],
  [
    'has not the hash that the provider sent',
    { event: { sha256, hashVerified: false }, object: sha256 },
    'failed',
  ],
  ['has another hash in its event only', { event: { sha256: other }, object: sha256 }, 'failed'],
  ['has other bytes, says the bucket', { event: { sha256 }, object: other }, 'failed'],
  ['is in no bucket', { event: { sha256 } }, 'failed'],
  ['could not be downloaded', { failure: 'gone' }, 'failed'],
  ['has not arrived', {}, 'failed'],
])('a file that %s is %s', async (_, mirrored, state) => {
  expect(await verifyPicture(mirrored)).toMatchObject({ state });
});
