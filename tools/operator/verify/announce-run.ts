import { readSubscriptions } from '../aws/eventbridge-bus-settings.ts';
import { readRulePatterns } from '../aws/eventbridge-rule-patterns.ts';
import type { CommandContext } from '../command.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { findReceivers } from './find-receivers.ts';
import { anyPicture, type ProviderPlan, planProvider } from './plan-callbacks.ts';
import { type Run, testAccount, testMessagePrefix } from './test-account.ts';

/**
 * Says what a run sends, and which rules of subscribers receive it. Without `--yes` that is the result.
 */
export async function announceRun(
  gateway: Gateway,
  run: Run,
  { output, isConfirmed }: Pick<CommandContext, 'output' | 'isConfirmed'>,
): Promise<void> {
  const plans = await planForNotice(gateway, run);
  const { eventBridge } = gateway.clients;
  const { eventBus } = gateway.resources;
  const rules = await readRulePatterns(eventBridge, eventBus);
  const own = await findOwnRules(gateway);
  const receivers = findReceivers(
    plans,
    rules.filter(({ name }) => !own.includes(name)),
  );
  const endpoints = plans.flatMap((plan) => plan.endpoints);
  const { user, business } = testAccount;
  const text = [
    `${endpoints.length} endpoints of ${plans.length} providers receive test callbacks, from +${user.phone} to +${business.phone}.`,
    `The ids of the messages begin with ${testMessagePrefix}.`,
    receivers.length === 0
      ? 'No rule of a subscriber matches the test events.'
      : `SUBSCRIBERS RECEIVE THEM, by ${receivers.length} rules: ${receivers.join(', ')}`,
  ].join('\n');
  if (isConfirmed) output.progress(text);
  else {
    const result = { dryRun: true, endpoints: endpoints.length, rules: receivers };
    output.print(result, `${text}\nAdd --yes to send them.`);
  }
}

/** A provider whose secret cannot be read is reported by the run itself. */
async function planForNotice(gateway: Gateway, run: Run): Promise<readonly ProviderPlan[]> {
  const plans = await Promise.all(
    [...gateway.callbacks.keys()].map((id) =>
      planProvider(gateway, id, run, { picture: anyPicture, withFaults: false }).catch(
        () => undefined,
      ),
    ),
  );
  return plans.filter((plan) => plan !== undefined);
}

/** The rules that send to the queue of the gateway's own mirror. */
async function findOwnRules({ clients, resources }: Gateway): Promise<readonly string[]> {
  const queue = resources.mediaQueueUrl.split('/').at(-1) ?? '';
  const subscriptions = await readSubscriptions(clients.eventBridge, resources.eventBus);
  return subscriptions
    .filter(({ targetArn }) => targetArn.endsWith(`:${queue}`))
    .map(({ rule }) => rule);
}
