import { defineCommand } from '../command.ts';
import { decideLink } from '../users/decide-command.ts';
import { channelOption } from '../users/read-user.ts';

export const usersUnlink = defineCommand({
  name: 'users unlink',
  arguments: '<business> <name> <other name>',
  summary: 'decide that two names are not of one person',
  details: `For a number that was given to someone else, or a callback that joined two people. No later callback links
the two names again; \`users link\` takes the decision back. Prints who is who afterwards, and publishes it
as user.updated and conversation.updated. Nothing is deleted.`,
  writes: true,
  options: { channel: channelOption },
  run: ({ channel }, words, context) => decideLink('unlinked', words, channel, context),
});
