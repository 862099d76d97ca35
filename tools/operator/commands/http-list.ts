import { defineCommand } from '../command.ts';
import { describeSubscription, toLines } from '../http/describe-subscription.ts';
import { openSubscriptions } from '../http/open-subscription.ts';

export const httpList = defineCommand({
  name: 'http list',
  summary: 'list the HTTP subscriptions of a stack, and how their receivers are',
  details: `For each: whether its receiver is enabled, how many events wait and are dead letters, and how the last
attempts ended. --stack names the stack of the HTTP subscriptions, which may have no gateway.`,
  writes: false,
  options: {},
  async run(_values, _names, context) {
    const opened = await openSubscriptions(context);
    const states = await Promise.all(opened.map(describeSubscription));
    for (const state of states) context.output.entry(state, toLines);
    return 0;
  },
});
