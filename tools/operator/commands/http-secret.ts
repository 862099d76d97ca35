import { defineCommand } from '../command.ts';
import { openSubscription } from '../http/open-subscription.ts';
import { readKeys } from '../http/signing-keys.ts';

export const httpSecret = defineCommand({
  name: 'http secret',
  arguments: '<name>',
  summary: 'print the signing key of an HTTP subscription, for its receiver',
  details: `During a rotation there are two, and both sign: it prints the newest, and with --json both, the newest first.
Anyone who has a key can sign: pass it on like a password.`,
  writes: false,
  options: {},
  async run(_values, [name], context) {
    const opened = await openSubscription(context, name);
    const keys = await readKeys(opened);
    context.output.print({ name: opened.description.name, keys }, keys[0] ?? '');
    if (keys.length > 1) {
      context.output.progress(
        'a rotation is not confirmed: the key before signs too; --json prints both',
      );
    }
    return 0;
  },
});
