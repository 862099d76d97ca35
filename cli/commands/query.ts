import { providers } from '../../functions/providers.ts';
import { createDynamoDbReader } from '../../shared/reader/dynamodb-reader.ts';
import { defineCommand } from '../command.ts';
import { OperatorError, UsageError } from '../operator-error.ts';

export const query = defineCommand({
  name: 'query',
  arguments: 'message [<provider>] <id> | conversation <business> <user>',
  summary: 'print what the table holds of a message or a conversation',
  details: `message prints {"state", "facts"}, by the WhatsApp id or the provider's own. conversation prints
{"messages", "older", "newer"}: the newest page, the oldest message first.`,
  writes: false,
  options: {
    channel: {
      type: 'string',
      value: 'CHANNEL',
      help: 'whatsapp (the default), rcs, viber or sms',
    },
    older: { type: 'string', value: 'CURSOR', help: 'the page before' },
  },
  async run({ channel = 'whatsapp', older }, [subject, ...names], { connect, output }) {
    const read = readerOf(subject, names, { channel, older });
    const { clients, resources } = await connect();
    const found = await read(createDynamoDbReader(clients.dynamodb, resources.eventsTable));
    if (found === undefined) throw new OperatorError(`nothing is known of ${names.join(' ')}`);
    output.print(found);
    return 0;
  },
});

type Reader = ReturnType<typeof createDynamoDbReader>;
type Read = (reader: Reader) => Promise<object | undefined>;

/** @throws {UsageError} before anything is connected to */
function readerOf(
  subject: string | undefined,
  names: readonly string[],
  page: { readonly channel: string; readonly older: string | undefined },
): Read {
  if (subject === 'message') {
    const [id, provider] = names.toReversed();
    if (id === undefined || names.length > 2)
      throw new UsageError('name the message: [<provider>] <id>');
    return (reader) => readMessage(reader, id, provider);
  }
  if (subject === 'conversation') {
    const [business, user] = names;
    if (user === undefined || names.length > 2)
      throw new UsageError('name both sides: <business> <user>');
    return (reader) => readConversation(reader, `${page.channel}#${business}#${user}`, page.older);
  }
  throw new UsageError('say message or conversation');
}

async function readMessage(
  reader: Reader,
  id: string,
  provider: string | undefined,
): Promise<object | undefined> {
  for (const each of provider ? [provider] : providers.map((manifest) => manifest.id)) {
    const state = await reader.message(each, id);
    if (state) return { state, facts: await reader.messageFacts(each, id) };
  }
  return undefined;
}

async function readConversation(
  reader: Reader,
  key: string,
  older: string | undefined,
): Promise<object | undefined> {
  const page = await reader.conversation(key, { older });
  return page.messages.length > 0 ? page : undefined;
}
