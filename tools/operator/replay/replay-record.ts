import { storeWithPayload } from '../../../functions/callback/receive-callback.ts';
import { isQuarantineEvent } from '../../../shared/contract/event-kinds.ts';
import type { PayloadStore } from '../../../shared/payloads/payload-store.ts';
import { parseStoredBody, type StoredBody } from '../../../shared/payloads/stored-body.ts';
import type { PayloadObject } from '../../../shared/table/event-record.ts';
import type { EventStore } from '../../../shared/table/event-store.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import type { TableRecord } from '../aws/dynamodb-events-table.ts';
import { OperatorError } from '../operator-error.ts';
import { planRelease, planReplay, type ReplayOutcome, type ReplayPlan } from './plan-replay.ts';
import type { ConfiguredAdapter } from './read-again.ts';

/** What a replay reads and writes. */
export interface ReplayPorts {
  readonly payloads: PayloadStore & { read(key: string): Promise<string | undefined> };
  readonly adapterOf: (
    provider: string,
  ) => Promise<ConfiguredAdapter & { readonly records: EventStore }>;
  /** Removes a record from the index `quarantine`. */
  readonly releaseFromQuarantine: (key: RecordKey, run: string) => Promise<void>;
}

export interface ReplaySettings {
  /** Names the replay. A second replay with the same name publishes nothing twice. */
  readonly run: string;
  /** Writes nothing. */
  readonly isDryRun: boolean;
  /** Writes nothing for records that today's adapter does not recognize either. */
  readonly onlyRecognized: boolean;
}

/** The outcome for one event record. In a dry run, the outcome that it would have. */
export interface ReplayResult {
  readonly outcome: ReplayOutcome;
  /** How many event records were stored for it. */
  readonly records: number;
  readonly unrecognized?: ReplayPlan['unrecognized'];
}

/** Outcomes that take a record out of the quarantine. */
const releasing: ReadonlySet<ReplayOutcome> = new Set(['same', 'changed', 'recognized']);

/** Publishes an event record again, as today's adapter reads it, and releases it from the quarantine. */
export async function replayRecord(
  record: Pick<TableRecord, 'key' | 'event' | 'raw' | 'payloadKey' | 'isInQuarantine'>,
  { run, isDryRun, onlyRecognized }: ReplaySettings,
  ports: ReplayPorts,
): Promise<ReplayResult> {
  const adapter = await ports.adapterOf(record.event.detail.metadata.provider);
  const plan = await planFor(record, adapter, run, ports);
  const { outcome, records, unmapped, unrecognized } = plan;
  const reason = unrecognized && { unrecognized };
  const isReleased = releasing.has(outcome);
  if (onlyRecognized && !isReleased) return { outcome, records: 0, ...reason };
  if (!isDryRun) {
    const putPayload = ({ key, content }: PayloadObject) => ports.payloads.put(key, content);
    for (const each of unmapped) await putPayload(each);
    for (const each of records) await storeWithPayload(each, adapter.records, putPayload);
    if (record.isInQuarantine && isReleased) await ports.releaseFromQuarantine(record.key, run);
  }
  return { outcome, records: records.length, ...reason };
}

async function planFor(
  { key, event, raw, payloadKey }: Pick<TableRecord, 'key' | 'event' | 'raw' | 'payloadKey'>,
  adapter: ConfiguredAdapter,
  run: string,
  { payloads }: ReplayPorts,
): Promise<ReplayPlan> {
  const object = payloadKey === undefined ? undefined : await payloads.read(payloadKey);
  return isQuarantineEvent(event)
    ? planRelease({ key, event }, readBody(object, payloadKey), adapter, run)
    : planReplay({ key, event }, object ?? raw(), adapter, run);
}

/** @throws {OperatorError} for an object that is not a stored body */
function readBody(
  object: string | undefined,
  payloadKey: string | undefined,
): StoredBody | undefined {
  if (object === undefined) return undefined;
  const body = parseStoredBody(object);
  if (body !== undefined) return body;
  throw new OperatorError(
    `the object ${payloadKey} of the payload bucket is not in the form of a quarantined item`,
  );
}
