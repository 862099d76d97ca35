import { conversationKey } from '../../../shared/contract/conversation-key.ts';
import type { Channel } from '../../../shared/contract/index.ts';
import { channel } from '../../../shared/contract/parties.ts';
import { selectCurrentEvents } from '../../../shared/reader/current-events.ts';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import { UsageError } from '../../command-line/command-error.ts';
import {
  createDynamoDbEventsTable,
  type EventsTable,
  isRecord,
} from '../aws/dynamodb-events-table.ts';
import { defineCommand } from '../command.ts';
import { readMessage } from '../gateway/read-message.ts';
import { providerIds, refuseUnknown } from '../known-values.ts';
import { OperatorError } from '../operator-error.ts';

export const query = defineCommand({
  name: 'query',
  arguments: 'message [<provider>] <id> | conversation <business> <user> | records <pk>',
  summary: 'print the event records of a message, a conversation or a partition',
  details: `message prints {"state", "records"} by the WhatsApp id or the provider's own id. conversation prints
{"messages", "older", "newer"}: the newest page, the oldest message first. records prints {"records"}:
the items under a partition key, which logs and lists name as pk.`,
  writes: false,
  options: {
    channel: {
      type: 'string',
      value: 'CHANNEL',
      oneOf: channel.options,
      help: 'whatsapp (the default), rcs, viber or sms',
    },
    older: { type: 'string', value: 'CURSOR', help: 'the page before this cursor' },
  },
  async run(values, [subject, ...names], { connect, output }) {
    const page = { channel: channel.parse(values.channel ?? 'whatsapp'), older: values.older };
    const read = readerOf(subject, names, page);
    const { clients, resources } = await connect();
    const found = await read({
      reader: createDynamoDbReader(clients.dynamodb, resources.eventsTable),
      table: createDynamoDbEventsTable(clients.dynamodb, resources.eventsTable),
    });
    if (found === undefined)
      throw new OperatorError(`the table has nothing about ${names.join(' ')}`);
    output.print(found);
    return 0;
  },
});

type Reader = ReturnType<typeof createDynamoDbReader>;
type Read = (ports: {
  readonly reader: Reader;
  readonly table: EventsTable;
}) => Promise<object | undefined>;

/** @throws {UsageError} before the command connects to a gateway */
function readerOf(
  subject: string | undefined,
  names: readonly string[],
  page: { readonly channel: Channel; readonly older: string | undefined },
): Read {
  if (subject === 'message') {
    const [id, provider] = names.toReversed();
    if (id === undefined || names.length > 2)
      throw new UsageError('name the message: [<provider>] <id>');
    if (provider !== undefined) refuseUnknown('the provider', provider, providerIds);
    return ({ table }) => queryMessage(table, id, provider);
  }
  if (subject === 'conversation') {
    const [business, user] = names;
    if (user === undefined || names.length > 2)
      throw new UsageError('name both parties: <business> <user>');
    const key = conversationKey({
      channel: page.channel,
      business: { id: business },
      user: { id: user },
    });
    return ({ reader }) => queryConversation(reader, key, page.older);
  }
  if (subject === 'records') {
    const [pk, ...others] = names;
    if (pk === undefined || others.length > 0) throw new UsageError('name the partition key: <pk>');
    return ({ table }) => queryPartition(table, pk);
  }
  throw new UsageError('name message, conversation or records');
}

async function queryMessage(
  table: EventsTable,
  id: string,
  provider: string | undefined,
): Promise<object | undefined> {
  const records = (await readMessage(table, id, provider)).filter(isRecord);
  if (records.length === 0) return undefined;
  return {
    state: deriveMessageState(selectCurrentEvents(records)),
    records: records.map(({ key, event }) => ({ ...key, event })),
  };
}

async function queryConversation(
  reader: Reader,
  key: string,
  older: string | undefined,
): Promise<object | undefined> {
  const page = await reader.conversation(key, { older });
  return page.messages.length > 0 ? page : undefined;
}

async function queryPartition(table: EventsTable, pk: string): Promise<object | undefined> {
  const items = await table.readPartition(pk);
  if (items.length === 0) return undefined;
  return { records: items.map(({ key, event, alias }) => ({ ...key, event, alias })) };
}
