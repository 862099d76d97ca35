import {
  conversationKey,
  parseConversationKey,
} from '../../../shared/contract/conversation-key.ts';
import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { User } from '../../../shared/contract/parties.ts';
import { dayOf } from '../../../shared/table/conversation-days.ts';
import { firstWordsOf, nameOf } from '../../describe-event.ts';
import type { ConversationSummary } from '../api.ts';

/**
 * The conversations of the events that were seen, for the list and the search. The table has no index of
 * all conversations: this one is in memory, and holds a summary of each.
 */
export interface ConversationList {
  add(event: TributaryEvent): void;
  /** The conversations that match, the latest first. */
  search(wanted: ConversationSearch): FoundConversations;
  /** The calls and payments with the user of these conversations. */
  othersOf(keys: readonly string[]): OtherThings;
  /** The businesses of the conversations, as `<channel>#<business>`. */
  scopes(): readonly string[];
}

/** What a person looks for. An empty text matches everything. */
export interface ConversationSearch {
  /** A part of a number, a name or an id. */
  readonly text: string;
  /** UTC day on which the conversation had a message; every day without one. */
  readonly day?: string | undefined;
  /** Conversations of earlier pages. */
  readonly skip?: number | undefined;
  readonly limit: number;
}

export interface FoundConversations {
  readonly conversations: readonly ConversationSummary[];
  readonly hasMore: boolean;
}

export interface OtherThings {
  readonly calls: readonly { readonly provider: string; readonly id: string }[];
  readonly payments: readonly {
    readonly provider: string;
    readonly business: string;
    readonly referenceId: string;
  }[];
}

interface Entry {
  summary: ConversationSummary;
  readonly names: Set<string>;
  readonly days: Set<string>;
}

/** The conversations that were silent for the longest time make room. */
const maxConversations = 20_000;

/** To find the oldest takes a look at all: a tenth of them go at once. */
const surplus = 1.1;

/** Of one conversation; a group has many members. */
const maxNames = 50;
const maxOthers = 100;

export function createConversationList(limit = maxConversations): ConversationList {
  const entries = new Map<string, Entry>();
  const scopes = new Set<string>();
  const calls = new Map<string, Map<string, OtherThings['calls'][number]>>();
  const payments = new Map<string, Map<string, OtherThings['payments'][number]>>();

  function addMessage(event: TributaryEvent): void {
    if (!isMessageEvent(event)) return;
    const { metadata, data } = event.detail;
    const { conversation, user, business, direction } = data.message;
    const { key, groupId } = conversation;
    const before = entries.get(key);
    const names = before?.names ?? new Set<string>();
    for (const name of [user.name, user.username, user.phone, user.id]) {
      if (name && names.size < maxNames) names.add(name);
    }
    const isNewer = before === undefined || before.summary.lastAt <= metadata.occurredAt;
    const title = groupId === undefined ? bestTitle(user, before?.summary) : `Group ${groupId}`;
    const latest = {
      key,
      provider: metadata.provider,
      channel: key.slice(0, key.indexOf('#')),
      business: nameOf(business),
      isGroup: groupId !== undefined,
      lastAt: metadata.occurredAt,
      lastWords: firstWordsOf(event).slice(0, 200),
      isLastOutbound: direction === 'outbound',
    };
    entries.set(key, {
      names,
      days: (before?.days ?? new Set()).add(dayOf(metadata.occurredAt)),
      summary: { ...(isNewer ? latest : before.summary), title, names: [...names] },
    });
    const scope = parseConversationKey(key)?.scope;
    if (scope !== undefined) scopes.add(scope);
    if (entries.size > limit * surplus) forgetOldest();
  }

  function forgetOldest(): void {
    for (const { summary } of sortByLatest([...entries.values()]).slice(limit)) {
      entries.delete(summary.key);
    }
  }

  return {
    add(event) {
      addMessage(event);
      const key = conversationOfSides(event);
      if (key === undefined) return;
      const { metadata, data } = event.detail;
      if ('call' in data) {
        const { provider } = metadata;
        put(calls, key, `${provider} ${data.call.id}`, { provider, id: data.call.id });
      } else if ('referenceId' in data && data.referenceId !== undefined) {
        const { provider, account } = metadata;
        const business = account?.phoneNumberId ?? account?.accountId ?? '';
        const { referenceId } = data;
        put(payments, key, `${provider} ${referenceId}`, { provider, business, referenceId });
      }
    },

    search({ text, day, skip = 0, limit: count }) {
      const wanted = toSearched(text);
      const matches = ({ summary: { key, names } }: Entry) =>
        wanted === '' || [key, ...names].some((each) => each.toLowerCase().includes(wanted));
      const isOfDay = ({ days }: Entry) => day === undefined || days.has(day);
      const found = sortByLatest([...entries.values()].filter(isOfDay).filter(matches));
      const conversations = found.slice(skip, skip + count).map(({ summary }) => summary);
      return { conversations, hasMore: found.length > skip + count };
    },

    othersOf: (keys) => ({
      calls: unite(keys.map((key) => calls.get(key))),
      payments: unite(keys.map((key) => payments.get(key))),
    }),

    scopes: () => [...scopes].sort(),
  };
}

function sortByLatest(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted(({ summary: one }, { summary: other }) =>
    one.lastAt < other.lastAt ? 1 : -1,
  );
}

/** The text in small letters; of a number, which may be written with spaces and a plus, its digits. */
export function toSearched(text: string): string {
  const wanted = text.trim().toLowerCase();
  return /^[+\d\s().-]+$/.test(wanted) ? wanted.replace(/\D/g, '') : wanted;
}

/** A later message may not have the name that an earlier one had. */
function bestTitle(user: User, before: ConversationSummary | undefined): string {
  if (user.name ?? user.username ?? before === undefined) return nameOf(user);
  return before?.title ?? nameOf(user);
}

/** The key of the conversation of another event that names both sides. */
export function conversationOfSides({
  detail: { metadata, data },
}: TributaryEvent): string | undefined {
  if (!('user' in data && 'business' in data) || !data.user || !data.business) return undefined;
  const channel = metadata.channel ?? 'whatsapp';
  return conversationKey({ channel, business: data.business, user: data.user });
}

/** The things of several conversations, once each: two names of a user may report the same call. */
function unite<Thing>(
  lists: readonly (ReadonlyMap<string, Thing> | undefined)[],
): readonly Thing[] {
  const byId = new Map(lists.flatMap((list) => [...(list ?? [])]));
  return [...byId.values()];
}

function put<Thing>(
  lists: Map<string, Map<string, Thing>>,
  key: string,
  id: string,
  thing: Thing,
): void {
  const list = lists.get(key) ?? new Map<string, Thing>();
  lists.set(key, list.set(id, thing));
  dropOldest(list, maxOthers);
  dropOldest(lists, maxConversations);
}

/** A map has its keys in the order in which they came. */
function dropOldest(map: Map<string, unknown>, limit: number): void {
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}
