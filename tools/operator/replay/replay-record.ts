import { z } from 'zod';
import type { PayloadStore } from '../../../shared/payloads/payload-store.ts';
import type { EventStore } from '../../../shared/table/event-store.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import {
  isQuarantined,
  type PublishedRecord,
  planRelease,
  planReplay,
  type QuarantinedBody,
  type Reading,
  type ReplayPlan,
} from './plan-replay.ts';
import type { ConfiguredAdapter } from './read-again.ts';

/** An event record of the table, as far as a replay reads it. */
export interface ReplayableRecord extends PublishedRecord {
  readonly raw: () => string | undefined;
  readonly payloadKey: string | undefined;
  /** Whether it is listed among what was not understood. */
  readonly isListed: boolean;
}

/** What a replay touches. */
export interface ReplayPorts {
  readonly payloads: PayloadStore & { read(key: string): Promise<string | undefined> };
  readonly adapterOf: (
    provider: string,
  ) => Promise<ConfiguredAdapter & { readonly records: EventStore }>;
  /** Takes an event record off the list of what was not understood. */
  readonly unlist: (key: RecordKey, run: string) => Promise<void>;
}

export interface ReplaySettings {
  /** Names the replay. Done again with the same name, nothing is published twice. */
  readonly run: string;
  /** Nothing is written. */
  readonly isDryRun: boolean;
  /** Nothing is written of what today's code does not understand either. */
  readonly onlyUnderstood: boolean;
}

/** What became of one event record, or would. */
export interface ReplayedRecord {
  readonly reading: Reading;
  /** How many event records were stored for it. */
  readonly records: number;
  readonly unrecognized?: ReplayPlan['unrecognized'];
}

/** Readings that take an event record off the list of what was not understood. */
const released: ReadonlySet<Reading> = new Set(['same', 'changed', 'understood']);

/** Publishes an event record once more, as today's code reads it, and takes it off the list if it may. */
export async function replayRecord(
  record: ReplayableRecord,
  { run, isDryRun, onlyUnderstood }: ReplaySettings,
  ports: ReplayPorts,
): Promise<ReplayedRecord> {
  const adapter = await ports.adapterOf(record.event.detail.metadata.provider);
  const { reading, records, unmapped, unrecognized } = await plan(record, adapter, run, ports);
  const isReleased = released.has(reading);
  if (onlyUnderstood && !isReleased)
    return { reading, records: 0, ...(unrecognized && { unrecognized }) };
  if (!isDryRun) {
    // What is pointed at is durable before what points at it.
    for (const { key, content } of unmapped) await ports.payloads.keep(key, content);
    for (const stored of records) {
      if (stored.payload) await ports.payloads.keep(stored.payload.key, stored.payload.content);
      await adapter.records.store(stored);
    }
    if (record.isListed && isReleased) await ports.unlist(record.key, run);
  }
  return { reading, records: records.length, ...(unrecognized && { unrecognized }) };
}

async function plan(
  { key, event, raw, payloadKey }: ReplayableRecord,
  adapter: ConfiguredAdapter,
  run: string,
  { payloads }: ReplayPorts,
): Promise<ReplayPlan> {
  const inPayloadBucket = payloadKey === undefined ? undefined : await payloads.read(payloadKey);
  return isQuarantined(event)
    ? planRelease({ key, event }, readQuarantinedBody(inPayloadBucket), adapter, run)
    : planReplay({ key, event }, inPayloadBucket ?? raw(), adapter, run);
}

const quarantinedBody = z.object({
  body: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
});

function readQuarantinedBody(json: string | undefined): QuarantinedBody | undefined {
  return json === undefined ? undefined : quarantinedBody.parse(JSON.parse(json));
}
