import type { Data, TributaryEvent } from '../../../shared/contract/index.ts';
import { toCanonicalJson } from '../../../shared/json.ts';
import type { EventRecord, PayloadObject } from '../../../shared/table/event-record.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { type ConfiguredAdapter, readAgain } from './read-again.ts';

/** An event record that was published, as far as the plan of its replay looks at it. */
export interface PublishedRecord {
  readonly key: RecordKey;
  readonly event: TributaryEvent;
}

/**
 * How today's code reads an event record.
 * - `same`, `changed`: it says the same as when the event record was told, or something else.
 * - `as_told`: there is nothing to read (an event record of our own, or raw JSON that expired), or today's
 *   code does not understand it any more. The event record goes out as it was told.
 * - `understood`: it was quarantined, and is not any more.
 * - `not_understood`: it was quarantined, and still is.
 * - `still_unknown`: a message of a kind that nobody knows yet.
 */
export type Reading =
  | 'same'
  | 'changed'
  | 'as_told'
  | 'understood'
  | 'not_understood'
  | 'still_unknown';

/** What is to be done to replay one event record. */
export interface ReplayPlan {
  readonly reading: Reading;
  /** What to store, and thereby to publish. */
  readonly records: readonly EventRecord[];
  /** What the contract has no event for, to be unmapped in the payload bucket. */
  readonly unmapped: readonly PayloadObject[];
  /** Why it is not understood, by today's code. */
  readonly unrecognized?: Data<'callback.quarantined'>;
}

/** The payload bucket's object of something that was not understood. */
export interface QuarantinedBody {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Plans the replay of an event record that was understood: the event as today's code reads its raw JSON,
 * beside the original. What the same JSON says besides becomes an ordinary event record, which is stored
 * only when the table does not have it yet.
 *
 * @param raw the provider's JSON; absent when there is none
 */
export function planReplay(
  record: PublishedRecord,
  raw: string | undefined,
  adapter: ConfiguredAdapter,
  run: string,
): ReplayPlan {
  const understood = raw === undefined ? [] : readUnderstood(raw, record, adapter);
  const again = understood.find(({ key }) => isSameKey(key, record.key));
  const others = understood.filter((other) => other !== again);
  return {
    reading: readingOf(record.event, again?.event),
    records: [toReplayRecord(again ?? record, run), ...others],
    unmapped: [],
  };
}

/**
 * Plans the replay of a quarantined item: ordinary event records, of which nobody was told yet, if all of it
 * is understood today; else the quarantined event once more.
 *
 * @param quarantined absent when the payload bucket does not have it any more
 */
export function planRelease(
  record: PublishedRecord & { readonly event: TributaryEvent<'callback.quarantined'> },
  quarantined: QuarantinedBody | undefined,
  adapter: ConfiguredAdapter,
  run: string,
): ReplayPlan {
  const asTold = { records: [toReplayRecord(record, run)], unmapped: [] };
  if (quarantined === undefined) {
    return { reading: 'as_told', ...asTold, unrecognized: record.event.detail.data };
  }
  const { body, headers } = quarantined;
  const { records, unmapped } = readAgain(body, record.event, adapter, headers);
  for (const { event } of records) {
    if (isQuarantined(event)) {
      return { reading: 'not_understood', ...asTold, unrecognized: event.detail.data };
    }
  }
  return { reading: 'understood', records, unmapped };
}

export function isQuarantined(
  event: TributaryEvent,
): event is TributaryEvent<'callback.quarantined'> {
  return event['detail-type'] === 'callback.quarantined';
}

function readUnderstood(
  raw: string,
  { event }: PublishedRecord,
  adapter: ConfiguredAdapter,
): readonly EventRecord[] {
  return readAgain(raw, event, adapter).records.filter((record) => !isQuarantined(record.event));
}

function readingOf(told: TributaryEvent, again: TributaryEvent | undefined): Reading {
  if (again === undefined) return 'as_told';
  if (isUnknown(again)) return 'still_unknown';
  return toCanonicalJson(again.detail) === toCanonicalJson(told.detail) ? 'same' : 'changed';
}

function isUnknown(event: TributaryEvent): boolean {
  return (
    (event['detail-type'] === 'message.received' || event['detail-type'] === 'message.sent') &&
    event.detail.data.message.content.kind === 'unknown'
  );
}

function isSameKey(one: RecordKey, other: RecordKey): boolean {
  return one.pk === other.pk && one.sk === other.sk;
}
