import type { CallbackRecords } from '../../../functions/callback/to-event-records.ts';
import {
  isOfUnknownKind,
  isQuarantineEvent,
  isReceivedCallback,
} from '../../../shared/contract/event-kinds.ts';
import type { Data, TributaryEvent } from '../../../shared/contract/index.ts';
import { parseJsonOrUndefined, toCanonicalJson } from '../../../shared/json.ts';
import type { StoredBody } from '../../../shared/payloads/stored-body.ts';
import { isGeneric, readReceivedBody } from '../../../shared/provider/generic-provider.ts';
import type {
  EventRecord,
  PayloadObject,
  StoredRecord,
} from '../../../shared/table/event-record.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { type ConfiguredAdapter, readAgain } from './read-again.ts';

/**
 * What a replay makes of an event record.
 * - `same`, `changed`: today's adapter reads the same event from its raw JSON, or another one.
 * - `unreadable`: the raw JSON has expired or today's adapter does not recognize it, or the gateway
 *   made the event itself (media). It is published again unchanged.
 * - `recognized`: it was quarantined, or received without an adapter, and today's adapter recognizes it.
 * - `unrecognized`: it was, and today's adapter does not recognize it either.
 * - `unknown_kind`: a message whose kind the contract does not have yet.
 */
export type ReplayOutcome =
  | 'same'
  | 'changed'
  | 'unreadable'
  | 'recognized'
  | 'unrecognized'
  | 'unknown_kind';

/** How to replay one event record. */
export interface ReplayPlan {
  readonly outcome: ReplayOutcome;
  /** What to store, and thereby to publish. */
  readonly records: readonly EventRecord[];
  /** Unmapped items for the payload bucket. */
  readonly unmapped: readonly PayloadObject[];
  /** Why today's adapter does not recognize it. */
  readonly unrecognized?: Data<'callback.quarantined'>;
}

/**
 * Plans the replay of an event that an adapter recognized: the event as today's adapter reads its raw
 * JSON, beside the original. Further events of the same JSON become ordinary event records, which are
 * stored only when the table does not have them yet.
 *
 * @param raw the provider's JSON; absent when it has expired or never existed
 */
export function planReplay(
  record: StoredRecord,
  raw: string | undefined,
  adapter: ConfiguredAdapter,
  run: string,
): ReplayPlan {
  const { event } = record;
  if (isReceivedCallback(event) && !isGeneric(adapter.provider)) {
    const received = readReceivedBody(parseJsonOrUndefined(raw ?? ''));
    return planFirstReading(record, received && { ...received, body: received }, adapter, run);
  }
  const recognized = raw === undefined ? [] : readRecognized(raw, record, adapter);
  const again = recognized.find(({ key }) => isSameKey(key, record.key));
  const others = recognized.filter((other) => other !== again);
  return {
    outcome: compareEvents(record.event, again?.event),
    records: [toReplayRecord(again ?? record, run), ...others],
    unmapped: [],
  };
}

/**
 * Plans the replay of a quarantined item or body: when today's adapter recognizes any of it, the
 * ordinary event records, which were never published, and the rest as quarantined items of their own;
 * else the event `callback.quarantined` again.
 *
 * @param stored the item or body in the payload bucket; absent when it has expired
 */
export function planRelease(
  record: StoredRecord & { readonly event: TributaryEvent<'callback.quarantined'> },
  stored: Pick<StoredBody, 'body' | 'headers'> | undefined,
  adapter: ConfiguredAdapter,
  run: string,
): ReplayPlan {
  const plan = planFirstReading(record, stored, adapter, run);
  return plan.outcome === 'unreadable' ? { ...plan, unrecognized: record.event.detail.data } : plan;
}

/** Plans the replay of what no adapter has recognized before, or what no adapter has read. */
function planFirstReading(
  record: StoredRecord,
  stored: Pick<StoredBody, 'body' | 'headers'> | undefined,
  adapter: ConfiguredAdapter,
  run: string,
): ReplayPlan {
  const unchanged = { records: [toReplayRecord(record, run)], unmapped: [] };
  if (stored === undefined) return { outcome: 'unreadable', ...unchanged };
  const again = readAgain(stored.body, record.event, adapter, stored.headers);
  const unrecognized = whyNothingIsRecognized(again);
  return unrecognized === undefined
    ? { outcome: 'recognized', records: again.records, unmapped: again.unmapped }
    : { outcome: 'unrecognized', ...unchanged, unrecognized };
}

/** @returns `undefined` when a part of the callback is recognized */
function whyNothingIsRecognized({
  records,
  unmapped,
  ignored,
}: CallbackRecords): Data<'callback.quarantined'> | undefined {
  const reasons = records.flatMap(({ event }) =>
    isQuarantineEvent(event) ? [event.detail.data] : [],
  );
  return reasons.length === records.length + unmapped.length + ignored.length
    ? reasons[0]
    : undefined;
}

function readRecognized(
  raw: string,
  { event }: StoredRecord,
  adapter: ConfiguredAdapter,
): readonly EventRecord[] {
  return readAgain(raw, event, adapter).records.filter(
    (record) => !isQuarantineEvent(record.event),
  );
}

function compareEvents(stored: TributaryEvent, again: TributaryEvent | undefined): ReplayOutcome {
  if (again === undefined) return 'unreadable';
  if (isOfUnknownKind(again)) return 'unknown_kind';
  return toCanonicalJson(again.detail) === toCanonicalJson(stored.detail) ? 'same' : 'changed';
}

function isSameKey(one: RecordKey, other: RecordKey): boolean {
  return one.pk === other.pk && one.sk === other.sk;
}
