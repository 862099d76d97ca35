import type { CallbackPorts } from '../../../functions/callback/ports.ts';
import { createUnsignedCallbacks } from '../../../functions/callback/signature-policy.ts';
import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';
import type { Log } from '../../../shared/runtime/log.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import { lineProvider, validToken } from '../../support/line-provider.ts';
import { createMemoryEventStore, toEventStore } from '../../support/memory-event-store.ts';
import { createMemoryPayloadStore } from '../../support/memory-payload-store.ts';
import { createMemorySecretSource } from '../../support/memory-secret-source.ts';

/** When every callback arrives, unless a test has another clock. */
export const receivedAt = () => new Date('2026-01-02T03:04:07Z');

/** The ports of a callback in memory; `stored` has the event records that are new, in order. */
export function createPorts(overrides: Partial<CallbackPorts> = {}) {
  const records = createMemoryEventStore();
  const payloads = createMemoryPayloadStore();
  const stored: EventRecord[] = [];
  const lines: string[] = [];
  const write = (message: string, fields?: object) => {
    lines.push(JSON.stringify({ message, ...fields }));
  };
  const log: Log = { info: write, warn: write, error: write };
  const ports: CallbackPorts = {
    records: toEventStore(async (record) => {
      const outcome = await records.store(record);
      if (outcome === 'stored') stored.push(record);
      return outcome;
    }),
    payloads,
    secrets: createMemorySecretSource({ token: validToken }),
    unsigned: createUnsignedCallbacks(undefined, lineProvider.manifest.id, log),
    channels: {},
    log,
    ...overrides,
  };
  return { ports, records, stored, payloads, payload: payloads.objects, lines };
}

/** An authentic callback with one line. */
export function toRequest(overrides: Partial<CallbackRequest> & { readonly text?: string } = {}) {
  const { text = '{"lines":["Hello"]}', ...rest } = overrides;
  return {
    method: 'POST',
    url: `https://callbacks.example/lines/${validToken}`,
    receivedAt: receivedAt(),
    token: validToken,
    headers: { 'content-type': 'application/json' },
    query: {},
    body: Buffer.from(text),
    ...rest,
  };
}
