/** Prints what the table holds of a message or a conversation: `npm run -s query -- --help`. */
import { parseArgs } from 'node:util';
import { providers } from '../functions/providers.ts';
import { connect, connectionHelp, connectionOptions } from '../local/command-line/connection.ts';
import { runCommand, UsageError } from '../local/command-line/run-command.ts';
import { createDynamoDbReader } from '../shared/reader/dynamodb-reader.ts';

const help = `usage: npm run -s query -- message [<provider>] <id>
       npm run -s query -- conversation <business> <user> [--channel CHANNEL]

Prints JSON.
  message            {"state", "facts"}: by the WhatsApp id or the provider's own
  conversation       {"messages", "older", "newer"}: the newest page, the oldest message first

  --channel CHANNEL  whatsapp (the default), rcs, viber or sms
  --older CURSOR     the page before
${connectionHelp}
  --help             this text

exit codes: 0 found, 1 nothing found or failed, 2 usage`;

await runCommand(help, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...connectionOptions,
      channel: { type: 'string', default: 'whatsapp' },
      older: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [subject, ...names] = positionals;
  const read = { message: readMessage, conversation: readConversation }[subject ?? ''];
  if (!read) throw new UsageError('say message or conversation');
  const { dynamodb, outputs } = await connect(values);
  const reader = createDynamoDbReader(dynamodb, String(outputs.EventsTableName));
  const found = await read(reader, names, values);
  if (!found) {
    console.error(`nothing is known of ${names.join(' ')}`);
    return 1;
  }
  console.log(JSON.stringify(found, null, 2));
  return 0;
});

type Reader = ReturnType<typeof createDynamoDbReader>;

async function readMessage(reader: Reader, names: readonly string[]): Promise<object | undefined> {
  const [id, provider] = names.toReversed();
  if (id === undefined || names.length > 2)
    throw new UsageError('name the message: [<provider>] <id>');
  for (const each of provider ? [provider] : providers.map((manifest) => manifest.id)) {
    const state = await reader.message(each, id);
    if (state) return { state, facts: await reader.messageFacts(each, id) };
  }
  return undefined;
}

async function readConversation(
  reader: Reader,
  names: readonly string[],
  { channel, older }: { readonly channel: string; readonly older?: string | undefined },
): Promise<object | undefined> {
  const [business, user] = names;
  if (user === undefined || names.length > 2)
    throw new UsageError('name both sides: <business> <user>');
  const page = await reader.conversation(`${channel}#${business}#${user}`, { older });
  return page.messages.length > 0 ? page : undefined;
}
