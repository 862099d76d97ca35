import { createMemoryQueries } from '../../../shared/reader/memory-queries.ts';
import { readCallbackData } from '../../../shared/reader/read-callback-data.ts';
import { readConversation } from '../../../shared/reader/read-conversation.ts';
import { readConversations } from '../../../shared/reader/read-conversations.ts';
import type { TableQueries } from '../../../shared/reader/table-queries.ts';
import type { StoryMessage } from '../traffic/story.ts';
import { type Evidence, isMessage, type StoredEvent } from './evidence.ts';
import { toMemoryItem } from './memory-item.ts';
import type { Ledger } from './rules.ts';

/** Fewer than the messages of most people: the reader turns pages. */
const messagesPerPage = 3;

/**
 * What readers find when all work is done: conversations by every name of a person, on their days, and
 * messages by the owner's text. Not checked when some event records have expired meanwhile, each at a time
 * of its own.
 *
 * @param undone pairs of names that are of two people, as an operator decided
 */
export async function checkReading(
  evidence: Evidence,
  undone: readonly (readonly string[])[],
  ledger: Ledger,
): Promise<void> {
  const { world, gateway } = evidence;
  const { retentionDays = Infinity } = world.swarm;
  if (world.scheduler.nowMs - world.startedAtMs > retentionDays * 86_400_000) return;
  const reader = createMemoryQueries(gateway.table.items.map(toMemoryItem));
  await checkPeople(evidence, undone, reader, ledger);
  await checkCallbackData(evidence, reader, ledger);
  if (world.swarm.listsConversations) await checkDays(evidence, reader, ledger);
}

type NamedMessage = StoryMessage & Required<Pick<StoryMessage, 'names' | 'business'>>;

async function checkPeople(
  { stories, storedByPartition, stored }: Evidence,
  undone: readonly (readonly string[])[],
  reader: TableQueries,
  ledger: Ledger,
): Promise<void> {
  const messages = stories.messages.filter(
    (message): message is NamedMessage =>
      message.names !== undefined && storedByPartition.has(partitionOf(message)),
  );
  const belongsTo = readMerges(stored);
  for (const names of toPeople(messages, undone)) {
    // A message is in the conversation by its strongest name, also when an operator has divided the two.
    const own = messages.filter((message) => names.has(strongestOf(message.names)));
    const expected = own.map(({ id }) => id).sort();
    for (const name of names) {
      const [{ business } = { business: '' }] = messages.filter((each) =>
        each.names.includes(name),
      );
      const key = `whatsapp#${business}#${name}`;
      const found = await readAll(reader, key);
      const what = () => `${key}: ${found.join(', ')}, not ${expected.join(', ')}`;
      const isWhole = expected.every((id) => found.includes(id));
      ledger.check('conversation: whole, by every name', isWhole, what);
      const isOwn = found.length === expected.length || !isWhole;
      ledger.check('conversation: only its own messages', isOwn, what);
      const strongest = `whatsapp#${business}#${strongestOf([...names])}`;
      const current = follow(key, belongsTo);
      ledger.check(
        'conversation: said to belong to the strongest name',
        current === strongest,
        () => `${key} belongs to ${current}, not to ${strongest}`,
      );
    }
  }
}

function partitionOf({ provider, id }: StoryMessage): string {
  return `message#${provider}#${id}`;
}

/** The names of each person, by what the callbacks showed: it knows nothing of keys and items. */
function toPeople(
  messages: readonly NamedMessage[],
  undone: readonly (readonly string[])[],
): readonly ReadonlySet<string>[] {
  const isUndone = (names: readonly string[]) =>
    undone.some((pair) => names.length > 1 && names.every((name) => pair.includes(name)));
  const shown = messages.flatMap(({ names }) =>
    isUndone(names) ? names.map((name) => [name]) : [names],
  );
  let people: ReadonlySet<string>[] = [];
  for (const names of shown) {
    const joined = people.filter((person) => names.some((name) => person.has(name)));
    const rest = people.filter((person) => !joined.includes(person));
    people = [...rest, new Set([...names, ...joined.flatMap((person) => [...person])])];
  }
  return people;
}

/** A business-scoped id, then one of a parent business, then a phone number; of two the smaller one. */
function strongestOf(names: readonly string[]): string {
  const rank = (name: string) => (/^\d/.test(name) ? 2 : name.includes('.ENT.') ? 1 : 0);
  const [strongest = ''] = names.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return strongest;
}

async function readAll(reader: TableQueries, key: string): Promise<readonly string[]> {
  const ids: string[] = [];
  let older: string | undefined;
  do {
    const page = await readConversation(reader, key, { limit: messagesPerPage, older });
    ids.push(...page.messages.map(({ message }) => message.data.message.id));
    older = page.older;
  } while (older !== undefined);
  return ids;
}

/** Where each conversation belongs, as the last event about it says. */
function readMerges(stored: readonly StoredEvent[]): ReadonlyMap<string, string> {
  const merges = new Map<string, string>();
  for (const { event, kind } of stored) {
    if (kind !== 'original' || event['detail-type'] !== 'conversation.updated') continue;
    const { aspect, conversation, current } = event.detail.data;
    if (aspect === 'merged' && conversation.key) merges.set(conversation.key, current);
  }
  return merges;
}

function follow(key: string, belongsTo: ReadonlyMap<string, string>): string {
  const seen = new Set<string>();
  let current = key;
  while (!seen.has(current)) {
    seen.add(current);
    current = belongsTo.get(current) ?? current;
  }
  return current;
}

/** By the text that the owner attached to it, a message is found with its furthest status. */
async function checkCallbackData(
  { stories, storedByPartition }: Evidence,
  reader: TableQueries,
  ledger: Ledger,
): Promise<void> {
  for (const message of stories.messages) {
    const { provider, id, callbackData } = message;
    const records = storedByPartition.get(partitionOf(message)) ?? [];
    if (callbackData === undefined || records.length === 0) continue;
    const { messages } = await readCallbackData(reader, { provider, callbackData });
    const statuses = new Set(records.map(({ sk }) => sk.split('#').at(-1)));
    const furthest = ['read', 'delivered', 'sent'].find((word) => statuses.has(word));
    const [found] = messages;
    const isRight = messages.length === 1 && found?.messageId === id && found.status === furthest;
    ledger.check(
      'state: found by the text of the owner',
      isRight,
      () => `${id} by ${callbackData}`,
    );
  }
}

/** A conversation is listed on the day of each of its messages. */
async function checkDays(
  { stored }: Evidence,
  reader: TableQueries,
  ledger: Ledger,
): Promise<void> {
  const listed = new Map<string, Promise<ReadonlySet<string>>>();
  for (const record of stored) {
    const { event, kind, isInTable, isErased, subject } = record;
    const { metadata, data } = event.detail;
    if (kind !== 'original' || !isInTable || isErased || !isMessage(record)) continue;
    if (!('message' in data) || metadata.type.startsWith('history.')) continue;
    const { key } = data.message.conversation;
    const [channel = '', business = ''] = key.split('#');
    const day = metadata.occurredAt.slice(0, 10);
    const place = `${channel}#${business}#${day}`;
    const keys = listed.get(place) ?? readDay(reader, { channel, business, day });
    listed.set(place, keys);
    const isListed = (await keys).has(key);
    ledger.check('conversation: listed on the day of each message', isListed, () => subject);
  }
}

async function readDay(
  reader: TableQueries,
  day: { readonly channel: string; readonly business: string; readonly day: string },
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  let next: string | undefined;
  do {
    const request = { ...day, channel: day.channel as 'whatsapp', next };
    const page = await readConversations(reader, request, new Date(0));
    for (const { key } of page.conversations) keys.add(key);
    next = page.next;
  } while (next !== undefined);
  return keys;
}
