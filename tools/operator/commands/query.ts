import { type Channel, channels } from '../../../shared/contract/channels.ts';
import { traffics } from '../../../shared/contract/event-kinds.ts';
import { selectCurrentEvents, selectReactions } from '../../../shared/reader/current-events.ts';
import { readCursor } from '../../../shared/reader/cursor.ts';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import { isNextCursor } from '../../../shared/reader/read-callback-data.ts';
import type { TimelineRequest } from '../../../shared/reader/read-conversation.ts';
import { checkConversationsRequest } from '../../../shared/reader/read-conversations.ts';
import { UsageError } from '../../command-line/command-error.ts';
import {
  createDynamoDbEventsTable,
  type EventsTable,
  isRecord,
} from '../aws/dynamodb-events-table.ts';
import { defineCommand } from '../command.ts';
import { openStores } from '../gateway/open-stores.ts';
import { readMessage } from '../gateway/read-message.ts';
import { providerIds, refuseUnknown } from '../known-values.ts';
import { OperatorError } from '../operator-error.ts';
import { openRecordSource, recordSourceOptions } from '../record-source/open-record-source.ts';
import type { RecordSource } from '../record-source/record-source.ts';
import { channelOption, toKey } from '../users/read-user.ts';

export const query = defineCommand({
  name: 'query',
  arguments:
    'message [<provider>] <id> | conversation <business> <user> | conversations <business> | callback-data <provider> <text> | records <pk> | event <id>',
  summary: 'print the event records of a message, a conversation or a partition',
  details: `message prints {"state", "records"} by the WhatsApp id or the provider's own id. conversation prints
{"messages", "older", "newer", "keys"}: the newest page, the oldest message first, each with its statuses,
files and reactions. Each party is named by a phone number or an id; any name of the user gives the whole
conversation. conversations prints {"conversations", "next"}: those that had messages on a day, or the newest
ones, if the configuration of the gateway has conversationList. callback-data prints {"messages", "calls", "next"}: the messages and calls to which your app
attached this text, which events have as callbackData, each with its state. records prints {"records"}: the
items under a partition key, which lists name as pk. event prints {"records"}: every record with this
metadata.id, which log lines name as id, with its alternates, conflicts and replays. It reads the whole table.`,
  writes: false,
  options: {
    channel: channelOption,
    older: { type: 'string', value: 'CURSOR', help: 'the page before this cursor' },
    newer: { type: 'string', value: 'CURSOR', help: 'the page after this cursor' },
    day: { type: 'string', value: 'DAY', help: 'of conversations: a UTC day, such as 2026-01-02' },
    next: { type: 'string', value: 'CURSOR', help: 'of a list: the page after this cursor' },
    ...recordSourceOptions,
  },
  async run(values, [subject, ...names], context) {
    const { connect, output } = context;
    if (subject === 'event') {
      const id = readEventId(names);
      const source = await openRecordSource(values, await openStores(context), context);
      const records = await findRecords(id, source);
      if (records.length === 0) throw new OperatorError(`the table has no event ${id}`);
      output.print({ records });
      return 0;
    }
    const conversation = {
      channel: channels.find((it) => it === values.channel) ?? 'whatsapp',
      ...readPage(values),
    };
    const read = listReaderOf(subject, names, values) ?? readerOf(subject, names, conversation);
    const { clients, resources } = await connect();
    const found = await read({
      reader: createDynamoDbReader(clients.dynamodb, resources.eventsTable, context.now),
      table: createDynamoDbEventsTable(clients.dynamodb, resources.eventsTable),
    });
    if (found === undefined)
      throw new OperatorError(`the table has nothing about ${names.join(' ')}`);
    output.print(found);
    return 0;
  },
});

/** @throws {UsageError} without exactly one id */
function readEventId([id, ...others]: readonly string[]): string {
  if (id === undefined || others.length > 0) throw new UsageError('name the event: <id>');
  return id;
}

/** The records of one event. Only its id is known, and there is no index by it. */
async function findRecords(id: string, source: RecordSource): Promise<readonly object[]> {
  const records: object[] = [];
  await source.read(async (items) => {
    for (const { key, event } of items) {
      if (event?.detail.metadata.id === id) records.push({ ...key, event });
    }
  });
  return records;
}

/** @throws {UsageError} for two cursors, or text that is not one */
function readPage({ older, newer }: TimelineRequest): TimelineRequest {
  if (older !== undefined && newer !== undefined)
    throw new UsageError('--older and --newer name two pages: use one of them');
  const cursor = older ?? newer;
  try {
    if (cursor !== undefined) readCursor(cursor);
  } catch {
    throw new UsageError(`${cursor} is not a cursor: use one that \`query conversation\` prints`);
  }
  return { older, newer };
}

type Reader = ReturnType<typeof createDynamoDbReader>;
type Read = (ports: {
  readonly reader: Reader;
  readonly table: EventsTable;
}) => Promise<object | undefined>;

/** @throws {UsageError} before the command connects to a gateway */
function readerOf(
  subject: string | undefined,
  names: readonly string[],
  conversation: TimelineRequest & { readonly channel: Channel },
): Read {
  if (subject === 'message') {
    const [id, provider] = names.toReversed();
    const isOnlyProvider = provider === undefined && id !== undefined && providerIds.includes(id);
    if (id === undefined || isOnlyProvider || names.length > 2)
      throw new UsageError('name the message: [<provider>] <id>');
    if (provider !== undefined) refuseUnknown('provider', provider, providerIds);
    return ({ table }) => queryMessage(table, id, provider);
  }
  if (subject === 'conversation') {
    const [business, user] = names;
    if (business === undefined || user === undefined || names.length > 2)
      throw new UsageError('name both parties: <business> <user>, each by phone number or id');
    const key = toKey({ channel: conversation.channel, business, user });
    return ({ reader }) => queryConversation(reader, key, conversation);
  }
  if (subject === 'records') {
    const [pk, ...others] = names;
    if (pk === undefined || others.length > 0) throw new UsageError('name the partition key: <pk>');
    return ({ table }) => queryPartition(table, pk);
  }
  throw new UsageError(
    'name message, conversation, conversations, callback-data, records or event',
  );
}

type ListValues = { readonly [name in 'channel' | 'day' | 'next']?: string | undefined };

/** @returns `undefined` for what is not a list with pages */
function listReaderOf(
  subject: string | undefined,
  names: readonly string[],
  values: ListValues,
): Read | undefined {
  if (subject === 'callback-data') return callbackDataReader(names, values.next);
  return subject === 'conversations' ? conversationsReader(names, values) : undefined;
}

/** @throws {UsageError} without exactly one business */
function conversationsReader(
  [business, ...others]: readonly string[],
  { channel, day, next }: ListValues,
): Read {
  if (business === undefined || others.length > 0)
    throw new UsageError('name the business: <business>, by phone number or id');
  const request = {
    channel: channels.find((it) => it === channel) ?? 'whatsapp',
    business,
    day,
    next,
  };
  try {
    checkConversationsRequest(request);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return ({ reader }) => reader.conversations(request);
}

/** @throws {UsageError} without exactly one provider and one text */
function callbackDataReader(
  [provider, callbackData, ...others]: readonly string[],
  next: string | undefined,
): Read {
  if (provider === undefined || !callbackData || others.length > 0)
    throw new UsageError('name the text and its provider: <provider> <text>');
  refuseUnknown('provider', provider, providerIds);
  const request = { provider, callbackData, next };
  if (next !== undefined && !isNextCursor(next))
    throw new UsageError(`${next} is not a cursor: use one that \`query callback-data\` prints`);
  return async ({ reader }) => {
    const page = await reader.byCallbackData(request);
    const isEmpty = page.messages.length + page.calls.length === 0;
    return isEmpty && page.next === undefined ? undefined : page;
  };
}

async function queryMessage(
  table: EventsTable,
  id: string,
  provider: string | undefined,
): Promise<object | undefined> {
  const records = (await readMessage(table, id, provider)).filter(isRecord);
  if (records.length === 0) return undefined;
  return {
    state: deriveMessageState(selectCurrentEvents(records), selectReactions(records)),
    records: records.map(({ key, event }) => ({ ...key, event })),
  };
}

async function queryConversation(
  reader: Reader,
  key: string,
  request: TimelineRequest,
): Promise<object | undefined> {
  const page = await reader.conversation(key, { ...request, include: traffics });
  // A page after a cursor may be empty: nothing was written since.
  return page.messages.length > 0 || request.newer !== undefined ? page : undefined;
}

async function queryPartition(table: EventsTable, pk: string): Promise<object | undefined> {
  const items = await table.readPartition(pk);
  if (items.length === 0) return undefined;
  return { records: items.map(({ key, event, alias }) => ({ ...key, event, alias })) };
}
