import { writeMediaMessage } from '../../../functions/media-mirror/message/media-message.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import { defineCommand } from '../command.ts';
import { openStores } from '../gateway/open-stores.ts';
import { readFiles } from '../media/message-files.ts';
import { planRetry, type RetryOptions, type RetryPlan } from '../media/plan-retry.ts';
import { messageSelectionOptions, selectMessages } from '../media/select-messages.ts';

export const mediaRetry = defineCommand({
  name: 'media retry',
  summary: 'mirror files that are not in the media bucket, or fetch a file again',
  details: `Puts the messages of these files into the media queue. Leaves out files that failed permanently (gone,
refused, too large) unless --force is given. With --force and --message it also fetches stored files
again: the new copy counts, and the old one stays in the bucket.`,
  writes: true,
  options: {
    ...messageSelectionOptions,
    force: {
      type: 'boolean',
      help: 'also files that failed permanently; with --message also stored files',
    },
    file: {
      type: 'string',
      value: 'INDEX',
      help: 'only this file of the message; its position, from 0',
    },
    url: {
      type: 'string',
      value: 'URL',
      help: 'fetch the file from here; the rules for addresses are the same',
    },
  },
  async run(values, _names, context) {
    const options = readRetryOptions(values);
    const stores = await openStores(context);
    const pks = await selectMessages(values, stores, context);
    const { clients, resources } = stores.gateway;
    const queue = createSqsQueue(clients.sqs, resources.mediaQueueUrl);
    const counts: Counts = { messages: 0, files: 0, copies: 0, failed: 0, stored: 0 };
    for (const pk of pks) {
      const found = readFiles(await stores.table.readPartition(pk));
      if (found === undefined) continue;
      const plan = planRetry(found.files, options);
      count(plan, counts);
      if (context.isConfirmed && plan.files.length > 0) {
        await queue.send(writeMediaMessage(found.message, plan.retriedFiles));
      }
    }
    context.output.print(
      { dryRun: !context.isConfirmed, ...counts },
      describe(counts, options, context.isConfirmed),
    );
    return 0;
  },
});

/** @throws {UsageError} for options that do not belong together, or are not a number or a URL */
function readRetryOptions(values: {
  readonly message?: string | undefined;
  readonly force?: boolean | undefined;
  readonly file?: string | undefined;
  readonly url?: string | undefined;
}): RetryOptions {
  const { message, force = false, file, url } = values;
  const isOneMessage = message !== undefined;
  if (!isOneMessage && (file !== undefined || url !== undefined)) {
    throw new UsageError('--file and --url need --message');
  }
  if (file !== undefined && !/^\d{1,4}$/.test(file)) {
    throw new UsageError('--file must be the position of the file in the message, from 0');
  }
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new UsageError('--url must begin with https:// or http://');
  }
  return { force, isOneMessage, index: file === undefined ? undefined : Number(file), url };
}

interface Counts {
  messages: number;
  files: number;
  /** Of the files those that are stored: they get a further copy. */
  copies: number;
  /** Files that are left out because they failed permanently. */
  failed: number;
  /** Files that are left out because they are stored. */
  stored: number;
}

function count({ files, failed, stored }: RetryPlan, counts: Counts): void {
  if (files.length > 0) counts.messages += 1;
  counts.files += files.length;
  counts.copies += files.filter(({ copies }) => copies > 0).length;
  counts.failed += failed;
  counts.stored += stored;
}

function describe(counts: Counts, { isOneMessage }: RetryOptions, isConfirmed: boolean): string {
  const { messages, files, copies, failed, stored } = counts;
  const verb = isConfirmed ? 'are in the queue' : 'would be queued (add --yes to queue them)';
  return [
    files === 0 ? 'nothing to mirror' : `${messages} messages with ${files} files ${verb}`,
    ...(copies > 0 ? [`${copies} files are stored and get a further copy`] : []),
    `${failed} files failed permanently${failed > 0 ? ' (add --force to fetch them again)' : ''}`,
    ...(isOneMessage && stored > 0
      ? [`${stored} files are stored (add --force to fetch another copy)`]
      : []),
  ].join('; ');
}
