import { createSqsQueue, moveMessages } from '../aws/sqs-queue.ts';
import { type CommandContext, type CommandOutcome, defineCommand } from '../command.ts';
import { openStores, type Stores } from '../gateway/open-stores.ts';
import { listDeadLetters } from '../redrive/dead-letter-events.ts';
import { redriveObject } from '../redrive/redrive-object.ts';

export const deadLettersRedrive = defineCommand({
  name: 'dead-letters redrive',
  summary: 'publish the events and mirror the files of dead letters again',
  details: `Publishes the events with their ids and deletes the dead letters that the bus accepted. Moves the
messages of the media dead-letter queue back to the media queue. Without --events and --media it does
both.`,
  writes: true,
  options: {
    events: { type: 'boolean', help: 'only the dead letters of events' },
    media: { type: 'boolean', help: 'only the dead letters of media' },
  },
  async run({ events, media }, _names, context) {
    const stores = await openStores(context);
    const outcomes: CommandOutcome[] = [];
    if (events || !media) outcomes.push(await redriveEvents(stores, context));
    if (media || !events) outcomes.push(await redriveMedia(stores, context));
    return outcomes.includes(1) ? 1 : 0;
  },
});

async function redriveEvents(stores: Stores, context: CommandContext): Promise<CommandOutcome> {
  const { output, isConfirmed } = context;
  const objects = await listDeadLetters(stores.payloads);
  if (!isConfirmed || objects.length === 0) {
    output.print(
      { kind: 'events', dryRun: !isConfirmed, objects: objects.length },
      objects.length === 0
        ? 'no event dead letters to publish'
        : `${objects.length} objects would be published; add --yes to publish them`,
    );
    return 0;
  }
  let left = 0;
  for (const { key } of objects) {
    const outcome = await redriveObject(key, stores, context);
    output.print({ kind: 'events', key, outcome }, `${outcome}  ${key}`);
    if (outcome !== 'published') left += 1;
  }
  if (left > 0) {
    output.progress(
      `${left} objects stay in the payload bucket: read the rejected ones, try the unreachable ones again`,
    );
  }
  return left > 0 ? 1 : 0;
}

async function redriveMedia(
  { gateway }: Stores,
  { output, isConfirmed, waitMs }: CommandContext,
): Promise<CommandOutcome> {
  const { clients, resources } = gateway;
  const deadLetters = await createSqsQueue(clients.sqs, resources.mediaDeadLetterQueueUrl).state();
  if (!isConfirmed || deadLetters.waiting === 0) {
    output.print(
      { kind: 'media', dryRun: !isConfirmed, messages: deadLetters.waiting },
      deadLetters.waiting === 0
        ? 'no media dead letters to move'
        : `${deadLetters.waiting} messages would be moved to the media queue; add --yes to move them`,
    );
    return 0;
  }
  const { arn } = await createSqsQueue(clients.sqs, resources.mediaQueueUrl).state();
  const moved = await moveMessages(
    clients.sqs,
    { from: deadLetters.arn, to: arn },
    waitMs,
    (count) => output.progress(`${count} messages moved`),
  );
  output.print(
    { kind: 'media', dryRun: false, messages: moved },
    `${moved} messages moved back to the media queue`,
  );
  return 0;
}
