import { conversationKey } from '../../../shared/contract/conversation-key.ts';
import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { User } from '../../../shared/contract/parties.ts';
import { firstWordsOf, nameOf } from '../../describe-event.ts';
import type { ConversationSummary } from '../api.ts';

/**
 * The conversations of the events that have arrived, for the list and the search. The table has no index of
 * all conversations: this one is in memory, and holds a summary of each.
 */
export interface ConversationList {
  add(event: TributaryEvent): void;
  /** The conversations that match, the latest first; an empty text matches all. */
  search(text: string, limit: number): readonly ConversationSummary[];
  /** The calls and payments with the user of these conversations. */
  othersOf(keys: readonly string[]): OtherThings;
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
}

/** The conversation that was silent for the longest time makes room. */
const maxConversations = 20_000;

export function createConversationList(limit = maxConversations): ConversationList {
  const entries = new Map<string, Entry>();
  const calls = new Map<string, Map<string, OtherThings['calls'][number]>>();
  const payments = new Map<string, Map<string, OtherThings['payments'][number]>>();

  function addMessage(event: TributaryEvent): void {
    if (!isMessageEvent(event)) return;
    const { metadata, data } = event.detail;
    const { conversation, user, direction } = data.message;
    const { key, groupId } = conversation;
    const before = entries.get(key);
    const names = before?.names ?? new Set<string>();
    for (const name of [user.name, user.username, user.phone, user.id]) if (name) names.add(name);
    const isNewer = before === undefined || before.summary.lastAt <= metadata.occurredAt;
    const title = groupId === undefined ? bestTitle(user, before?.summary) : `Group ${groupId}`;
    const latest = {
      key,
      provider: metadata.provider,
      lastAt: metadata.occurredAt,
      lastWords: firstWordsOf(event).slice(0, 200),
      isLastOutbound: direction === 'outbound',
    };
    entries.delete(key);
    entries.set(key, {
      names,
      summary: { ...(isNewer ? latest : before.summary), title, names: [...names] },
    });
    const [oldest] = entries.keys();
    if (entries.size > limit && oldest !== undefined) entries.delete(oldest);
  }

  return {
    add(event) {
      addMessage(event);
      const key = keyOf(event);
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

    search(text, count) {
      const wanted = text.trim().toLowerCase();
      // A number may be written with spaces and a plus.
      const digits = /^[+\d\s().-]+$/.test(wanted) ? wanted.replace(/\D/g, '') : wanted;
      const matches = ({ key, names }: ConversationSummary) =>
        [key, ...names].some((each) => each.toLowerCase().includes(digits));
      return [...entries.values()]
        .map(({ summary }) => summary)
        .filter((summary) => wanted === '' || matches(summary))
        .sort((one, other) => (one.lastAt < other.lastAt ? 1 : -1))
        .slice(0, count);
    },

    othersOf: (keys) => ({
      calls: unite(keys.map((key) => calls.get(key))),
      payments: unite(keys.map((key) => payments.get(key))),
    }),
  };
}

/** A later message may not have the name that an earlier one had. */
function bestTitle(user: User, before: ConversationSummary | undefined): string {
  if (user.name ?? user.username ?? before === undefined) return nameOf(user);
  return before?.title ?? nameOf(user);
}

/** The key of the conversation of another event that names both sides. */
function keyOf({ detail: { metadata, data } }: TributaryEvent): string | undefined {
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
}
