import { defineCommand } from '../command.ts';
import { decideLink } from '../users/decide-command.ts';
import { channelOption } from '../users/read-user.ts';

export const usersLink = defineCommand({
  name: 'users link',
  arguments: '<business> <name> <other name>',
  summary: 'take back that two names are not of one person',
  details: 'Only names that a callback has shown together can be linked.',
  writes: true,
  options: { channel: channelOption },
  run: ({ channel }, words, context) => decideLink('linked', words, channel, context),
});
