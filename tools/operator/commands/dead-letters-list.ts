import { createSqsQueue } from '../aws/sqs-queue.ts';
import { defineCommand } from '../command.ts';
import { openStores } from '../gateway/open-stores.ts';
import { listDeadLetters } from '../redrive/dead-letter-events.ts';

export const deadLettersList = defineCommand({
  name: 'dead-letters list',
  summary:
    'list dead letters: events that could not be published, files that could not be mirrored',
  writes: false,
  options: {},
  async run(_values, _names, { connect, output }) {
    const { gateway, payloads } = await openStores({ connect });
    const { clients, resources } = gateway;
    const queue = createSqsQueue(clients.sqs, resources.mediaDeadLetterQueueUrl);
    const [{ waiting, inFlight }, deadLetters] = await Promise.all([
      queue.state(),
      listDeadLetters(payloads),
    ]);
    output.entry({ kind: 'media', messages: waiting + inFlight }, ({ messages }) => [
      [`${messages} messages in the media dead-letter queue`],
    ]);
    const listed = deadLetters.map((object) => ({ kind: 'events', ...object }));
    output.list(listed, ['modifiedAt', 'bytes', 'key']);
    if (deadLetters.length === 0) output.progress('no event dead letters');
    return 0;
  },
});
