import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import { parseSortKey, type RecordKey } from '../../../shared/table/keys.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import { defineCommand } from '../command.ts';
import { openStores, type Stores } from '../gateway/open-stores.ts';
import { readMessage } from '../gateway/read-message.ts';
import { providerOption } from '../known-values.ts';
import {
  findUnfinishedFiles,
  toQueuedMessage,
  type UnfinishedFiles,
} from '../media/unfinished-files.ts';
import { OperatorError } from '../operator-error.ts';
import { openRecordSource, recordSourceOptions } from '../record-source/open-record-source.ts';
import type { RecordSource } from '../record-source/record-source.ts';
import { isSelected, type RecordSelection } from '../replay/select-records.ts';
import { readTimeRange, timeRangeOptions } from '../time-range.ts';

export const mediaRetry = defineCommand({
  name: 'media retry',
  summary: 'mirror files that are not in the media bucket',
  details: `Puts the messages of these files into the media queue. Excludes files that failed permanently: gone,
refused, too large.`,
  writes: true,
  options: {
    ...timeRangeOptions,
    message: { type: 'string', value: 'ID', help: 'only this message, instead of a range' },
    provider: providerOption('only messages of this provider'),
    ...recordSourceOptions,
  },
  async run(values, _names, context) {
    const { message, provider } = values;
    const range = message === undefined ? readTimeRange(values, context.now()) : undefined;
    const stores = await openStores(context);
    const pks =
      message === undefined
        ? await findMessages({ range, provider }, await openRecordSource(values, stores, context))
        : [await partitionOf(message, provider, stores)];
    const { clients, resources } = stores.gateway;
    const queue = createSqsQueue(clients.sqs, resources.mediaQueueUrl);
    const counts: Counts = { messages: 0, files: 0, failed: 0 };
    for (const pk of pks) {
      const unfinished = findUnfinishedFiles(await stores.table.readPartition(pk));
      if (unfinished === undefined) continue;
      count(unfinished, counts);
      if (context.isConfirmed && unfinished.toFetch.length > 0) {
        await queue.send(toQueuedMessage(unfinished.message));
      }
    }
    context.output.print(
      { dryRun: !context.isConfirmed, ...counts },
      `${describe(counts, context.isConfirmed)}; ${counts.failed} files failed permanently`,
    );
    return 0;
  },
});

interface Counts {
  messages: number;
  files: number;
  failed: number;
}

function describe({ messages, files }: Counts, isConfirmed: boolean): string {
  if (files === 0) return 'nothing to mirror';
  const verb = isConfirmed ? 'are in the queue' : 'would be queued (add --yes to queue them)';
  return `${messages} messages with ${files} files ${verb}`;
}

function count({ toFetch, failed }: UnfinishedFiles, counts: Counts): void {
  if (toFetch.length > 0) counts.messages += 1;
  counts.files += toFetch.length;
  counts.failed += failed.length;
}

async function partitionOf(
  messageId: string,
  provider: string | undefined,
  { table }: Stores,
): Promise<RecordKey['pk']> {
  const items = await readMessage(table, messageId, provider);
  const message = items.find(({ key }) => parseSortKey(key.sk)?.kind === 'message');
  if (message !== undefined) return message.key.pk;
  throw new OperatorError(`the table has other events about ${messageId}, but not the message`);
}

/** The partitions of the messages with files in a range; they also hold the outcome of each file. */
async function findMessages(
  selection: RecordSelection,
  source: RecordSource,
): Promise<readonly RecordKey['pk'][]> {
  const pks: string[] = [];
  await source.read(async (items) => {
    for (const item of items) {
      if (!isSelected(item, selection) || !isMessageEvent(item.event)) continue;
      if (item.event.detail.data.message.media.length > 0) pks.push(item.key.pk);
    }
  });
  return pks;
}
