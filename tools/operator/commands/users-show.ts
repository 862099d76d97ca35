import { traffics } from '../../../shared/contract/event-kinds.ts';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { defineCommand } from '../command.ts';
import { openStores } from '../gateway/open-stores.ts';
import { describeUser } from '../users/describe-user.ts';
import { channelOption, readUser } from '../users/read-user.ts';

export const usersShow = defineCommand({
  name: 'users show',
  arguments: '<business> <name>',
  summary: 'show the names of a user, and why they are one person',
  details: `<name> is any phone number or id of the user. Prints the names and conversations, the strongest name
first, and the links; with --json, or into a pipe, as {"names", "conversations", "links"}. Each link has the id of the event that showed it: \`query event\` prints that.`,
  writes: false,
  options: { channel: channelOption },
  async run({ channel }, words, { connect, output }) {
    const { gateway, table } = await openStores({ connect });
    const reader = createDynamoDbReader(gateway.clients.dynamodb, gateway.resources.eventsTable);
    const hasMessages = async (key: string) => {
      const { messages } = await reader.conversation(key, { limit: 1, include: traffics });
      return messages.length > 0;
    };
    output.document(await readUser(words, channel, table, hasMessages), describeUser);
    return 0;
  },
});
