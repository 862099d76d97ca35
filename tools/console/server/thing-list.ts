import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { parsePartitionKey } from '../../../shared/table/partition-key.ts';
import { recordKey } from '../../../shared/table/record-key.ts';
import { type ThingKind, type ThingSummary, thingKinds } from '../api.ts';

/** The templates, accounts and phone numbers of the events that were seen. */
export interface ThingList {
  add(event: TributaryEvent): void;
  /** Those that match, the one that changed last first; an empty text matches all. */
  search(wanted: ThingSearch): {
    readonly things: readonly ThingSummary[];
    readonly hasMore: boolean;
  };
}

export interface ThingSearch {
  readonly text: string;
  /** All kinds without one. */
  readonly kind: string;
  readonly skip: number;
  readonly limit: number;
}

/** What did not change for the longest time makes room. */
const maxThings = 20_000;

export function createThingList(limit = maxThings): ThingList {
  const things = new Map<string, Known>();
  return {
    add(event) {
      const named = nameThing(event);
      if (named === undefined) return;
      const key = `${named.kind} ${named.provider} ${named.id}`;
      const known = things.get(key) ?? { ...named, name: named.id, states: new Map(), lastAt: '' };
      learn(known, event);
      things.delete(key);
      things.set(key, known);
      const [oldest] = things.keys();
      if (things.size > limit && oldest !== undefined) things.delete(oldest);
    },
    search({ text, kind, skip, limit: count }) {
      const wanted = text.trim().toLowerCase();
      const found = [...things.values()]
        .map(toSummary)
        .filter((each) => kind === '' || each.kind === kind)
        .filter(({ id, name, provider }) =>
          `${name} ${id} ${provider}`.toLowerCase().includes(wanted),
        )
        .sort((one, other) => (one.lastAt < other.lastAt ? 1 : -1));
      return {
        things: found.slice(skip, skip + count),
        hasMore: found.length > skip + count,
      };
    },
  };
}

/**
 * What the events of one thing say about it, whatever their order.
 *
 * @returns `undefined` without an event about it
 */
export function summarizeThing(
  named: Pick<ThingSummary, 'kind' | 'provider' | 'id'>,
  events: readonly TributaryEvent[],
): ThingSummary | undefined {
  if (events.length === 0) return undefined;
  const known: Known = { ...named, name: named.id, states: new Map(), lastAt: '' };
  for (const event of events) learn(known, event);
  return toSummary(known);
}

/** What is known of a thing: of each aspect its newest value, and of when it is. */
interface Known extends Pick<ThingSummary, 'kind' | 'provider' | 'id'> {
  name: string;
  lastAt: string;
  readonly states: Map<string, { readonly value: string; readonly at: string }>;
}

function toSummary({ states, ...known }: Known): ThingSummary {
  const values = [...states].map(([aspect, { value }]) => [aspect, value] as const);
  return { ...known, states: Object.fromEntries(values) };
}

function learn(known: Known, event: TributaryEvent): void {
  const { occurredAt } = event.detail.metadata;
  if (known.lastAt <= occurredAt) {
    known.lastAt = occurredAt;
    known.name = nameOf(event) ?? known.name;
  }
  for (const [aspect, value] of statesOf(event)) {
    const before = known.states.get(aspect);
    if (before === undefined || before.at <= occurredAt)
      known.states.set(aspect, { value, at: occurredAt });
  }
}

type State = readonly [aspect: string, value: string];

function statesOf(event: TributaryEvent): readonly State[] {
  switch (event['detail-type']) {
    case 'template.status.updated':
      return [['status', event.detail.data.current]];
    case 'template.category.updated':
      return [['category', event.detail.data.current]];
    case 'template.quality.updated':
      return [['quality', event.detail.data.current]];
    case 'account.updated': {
      const { current, ban, limits } = event.detail.data;
      return present([
        ['last change', current],
        ['ban', ban?.state],
        ['users a day', limits?.usersPerDay],
      ]);
    }
    case 'phone.updated': {
      const { aspect, current, rating, limit } = event.detail.data;
      return present([
        [aspect, current],
        ['rating', rating],
        ['messages a day', limit?.current],
      ]);
    }
    default:
      return [];
  }
}

function present(states: readonly (readonly [string, string | undefined])[]): readonly State[] {
  return states.flatMap(([aspect, value]) =>
    value === undefined ? [] : [[aspect, value] as const],
  );
}

function nameOf({ detail: { metadata, data } }: TributaryEvent): string | undefined {
  if ('template' in data) {
    const { name, language } = data.template;
    return [name, language].filter(Boolean).join(' · ') || undefined;
  }
  if ('phone' in data && 'aspect' in data) {
    const { displayPhoneNumber } = data.phone;
    return displayPhoneNumber && `+${displayPhoneNumber}`;
  }
  if ('account' in data) return data.account.name ?? metadata.account?.accountName;
  return undefined;
}

/** @returns `undefined` for an event about anything else, and for one that does not say which thing it is about */
function nameThing(
  event: TributaryEvent,
): Pick<ThingSummary, 'kind' | 'provider' | 'id'> | undefined {
  const { metadata, data } = event.detail;
  const type = event['detail-type'];
  if (!/^(template|account|phone)\./.test(type)) return undefined;
  const { account, occurredAt, provider, receivedAt } = metadata;
  const draft = { type, data, account, occurredAt } as EventDraft;
  const partition = parsePartitionKey(recordKey(provider, draft, receivedAt).pk);
  const kind = thingKinds.find((each) => each === partition?.kind);
  // Without a name it has the hash of the provider's item, which is not here.
  if (partition === undefined || kind === undefined || /^[0-9a-f]{32}$/.test(partition.id))
    return undefined;
  return { kind, provider, id: partition.id };
}

/** The kind of a thing, from a query. */
export function readThingKind(text: string): ThingKind | undefined {
  return thingKinds.find((each) => each === text);
}
