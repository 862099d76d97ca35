import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { createPostToReceiver } from '../../../functions/http-delivery/post-to-receiver.ts';
import { isPublicAddress } from '../../../shared/http/address-rules.ts';
import { signWebhook, toTestWebhook } from '../../../shared/http-subscription/webhook.ts';
import { defineCommand } from '../command.ts';
import { openSubscription } from '../http/open-subscription.ts';
import { readKeys } from '../http/signing-keys.ts';

export const httpTest = defineCommand({
  name: 'http test',
  arguments: '<name>',
  summary: 'post a signed test to the receiver of an HTTP subscription',
  details: `Posts {"type":"subscription.test", …}, signed as an event is, from this machine. It is not an event: a
receiver should accept it and do nothing. Ends with 1 when the receiver does not respond with 2xx.`,
  writes: false,
  options: {},
  async run(_values, [name], context) {
    const opened = await openSubscription(context, name);
    const { description, stacks } = opened;
    const keys = await readKeys(opened);
    const post = createPostToReceiver({
      url: description.url,
      rules: {
        resolve: async (hostname) =>
          (await lookup(hostname, { all: true })).map(({ address }) => address),
        isAllowed: isPublicAddress,
      },
      allowsLoopback: stacks.isLocal,
      now: context.now,
    });
    const at = context.now();
    const outcome = await post(signWebhook(toTestWebhook(`test_${randomUUID()}`, at), keys, at));
    const { url } = description;
    if (outcome.kind === 'accepted') {
      const { status } = outcome;
      context.output.print(
        { name: description.name, url, accepted: true, status },
        `${status} ${url}`,
      );
      return 0;
    }
    const { reason, status, code } = outcome.failure;
    context.output.print(
      { name: description.name, url, accepted: false, reason, status, code },
      `${[status ?? reason, code].filter(Boolean).join(' ')} ${url}`,
    );
    return 1;
  },
});
