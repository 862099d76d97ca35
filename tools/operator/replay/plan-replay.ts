import type { Data, TributaryEvent } from '../../../shared/contract/index.ts';
import { toCanonicalJson } from '../../../shared/json.ts';
import type { Fact, VaultObject } from '../../../shared/table/event-record.ts';
import type { FactKey } from '../../../shared/table/keys.ts';
import { sealReplay } from '../../../shared/table/to-replay-record.ts';
import { type Dialect, readAgain } from './adapter.ts';

/** A fact that was published, as far as the plan of its replay looks at it. */
export interface PublishedFact {
  readonly key: FactKey;
  readonly event: TributaryEvent;
}

/**
 * How today's code reads a fact.
 * - `same`, `changed`: it says the same as when the fact was told, or something else.
 * - `as_told`: there is nothing to read (a fact of our own, or raw JSON that expired), or today's
 *   code does not understand it any more. The fact goes out as it was told.
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

/** What is to be done to replay one fact. */
export interface ReplayPlan {
  readonly reading: Reading;
  /** What to store, and thereby to publish. */
  readonly facts: readonly Fact[];
  /** What the contract has no event for, to be kept in the vault. */
  readonly kept: readonly VaultObject[];
  /** Why it is not understood, by today's code. */
  readonly misfit?: Data<'delivery.quarantined'>;
}

/** The vault's object of something that was not understood. */
export interface QuarantinedBody {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Plans the replay of a fact that was understood: the event as today's code reads its raw JSON,
 * beside the original. What the same JSON says besides becomes an ordinary fact, which is stored
 * only when the table does not have it yet.
 *
 * @param raw the provider's JSON; absent when there is none
 */
export function planReplay(
  fact: PublishedFact,
  raw: string | undefined,
  dialect: Dialect,
  run: string,
): ReplayPlan {
  const understood = raw === undefined ? [] : readUnderstood(raw, fact, dialect);
  const again = understood.find(({ key }) => isSameKey(key, fact.key));
  const others = understood.filter((other) => other !== again);
  return {
    reading: readingOf(fact.event, again?.event),
    facts: [sealReplay(again ?? fact, run), ...others],
    kept: [],
  };
}

/**
 * Plans the replay of a quarantined item: ordinary facts, of which nobody was told yet, if all of it
 * is understood today; else the quarantined event once more.
 *
 * @param quarantined absent when the vault does not have it any more
 */
export function planRelease(
  fact: PublishedFact & { readonly event: TributaryEvent<'delivery.quarantined'> },
  quarantined: QuarantinedBody | undefined,
  dialect: Dialect,
  run: string,
): ReplayPlan {
  const asTold = { facts: [sealReplay(fact, run)], kept: [] };
  if (quarantined === undefined) {
    return { reading: 'as_told', ...asTold, misfit: fact.event.detail.data };
  }
  const { body, headers } = quarantined;
  const { facts, kept } = readAgain(body, fact.event, dialect, headers);
  for (const { event } of facts) {
    if (isQuarantined(event)) {
      return { reading: 'not_understood', ...asTold, misfit: event.detail.data };
    }
  }
  return { reading: 'understood', facts, kept };
}

export function isQuarantined(
  event: TributaryEvent,
): event is TributaryEvent<'delivery.quarantined'> {
  return event['detail-type'] === 'delivery.quarantined';
}

function readUnderstood(raw: string, { event }: PublishedFact, dialect: Dialect): readonly Fact[] {
  return readAgain(raw, event, dialect).facts.filter((fact) => !isQuarantined(fact.event));
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

function isSameKey(one: FactKey, other: FactKey): boolean {
  return one.pk === other.pk && one.sk === other.sk;
}
