import { moveMessages } from '../aws/sqs-queue.ts';
import { defineCommand } from '../command.ts';
import { openSubscription } from '../http/open-subscription.ts';

export const httpRedrive = defineCommand({
  name: 'http redrive',
  arguments: '<name>',
  summary: 'post the dead letters of an HTTP subscription again',
  details: `Moves them back to its queue, where each has all attempts again. In order, they are posted after what
their conversations have had meanwhile.`,
  writes: true,
  options: {},
  async run(_values, [name], context) {
    const { description, stacks, deadLetters } = await openSubscription(context, name);
    const { output } = context;
    const { waiting, arn } = await deadLetters.state();
    const result = { name: description.name, messages: waiting };
    if (!context.isConfirmed || waiting === 0) {
      output.print(
        { ...result, dryRun: !context.isConfirmed },
        waiting === 0
          ? 'no dead letters to post'
          : `${waiting} dead letters would be posted to ${description.url}; add --yes to post them`,
      );
      return 0;
    }
    const to = description.order?.inboxArn ?? description.queueArn;
    const moved = await moveMessages(
      stacks.clients.sqs,
      { from: arn, to },
      context.waitMs,
      (count) => output.progress(`${count} dead letters moved`),
    );
    output.print(
      { ...result, dryRun: false, messages: moved },
      `${moved} dead letters moved back to the queue`,
    );
    return 0;
  },
});
