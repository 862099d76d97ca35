import { callbackDataItemOf } from '../../../shared/table/items-beside.ts';
import { toKeyText } from '../../../shared/table/keys.ts';
import type { TableItem } from '../aws/dynamodb-events-table.ts';
import { createS3BucketContents } from '../aws/s3-bucket-contents.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import type { CommandContext } from '../command.ts';
import type { Stores } from '../gateway/open-stores.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { createProgress } from '../progress.ts';
import type { RecordSource } from '../record-source/record-source.ts';
import { ownerOfMessage } from './dead-letters.ts';
import { type ErasedPartitions, toErasedPartitions } from './erased-partitions.ts';
import { createUserSearch, type FoundUser, type NameDecisions } from './find-user.ts';
import { selectItemsOf, type UserItems } from './plan-erasure.ts';
import { createReferences, type References } from './references.ts';
import { type FoundFiles, searchFiles } from './search-files.ts';
import { type FoundPayloads, openPayloadSearch, partitionsOf } from './search-payloads.ts';

/** Concurrent reads of partitions. */
const readers = 16;

/** Everything that the gateway holds about a user. */
export interface FoundEstate {
  readonly user: FoundUser;
  /** The user's items as they are in the table now. */
  readonly items: readonly TableItem[];
  /** The user's partitions: in them, nothing is another user's. */
  readonly partitions: readonly string[];
  readonly payloads: FoundPayloads;
  readonly files: FoundFiles;
  /** Messages of the user in the dead-letter queue of the media mirror. */
  readonly queuedMessages: number;
  /** All messages in that queue that the search saw. */
  readonly seenDeadLetters: number;
}

export interface EstateSearchSettings {
  readonly decisions: NameDecisions;
  readonly source: RecordSource;
  readonly isCostAccepted: boolean | undefined;
}

/**
 * Searches the table, both buckets and the mirror's dead-letter queue. Changes nothing.
 *
 * The payload bucket is listed before the table is read. Raw JSON is stored before its event record, so
 * that what was listed and has no record later has none.
 */
export async function searchEstate(
  { decisions, source, isCostAccepted }: EstateSearchSettings,
  { gateway, table }: Pick<Stores, 'gateway' | 'table'>,
  context: CommandContext,
): Promise<FoundEstate> {
  const { clients, resources, localOrigin, userHashKey } = gateway;
  const isVersioned = localOrigin === undefined;
  const searchPayloads = await openPayloadSearch(
    createS3BucketContents(clients.s3, resources.payloadBucket, isVersioned),
    isCostAccepted,
    context,
  );
  const erased = toErasedPartitions(
    await table.readErasedPartitions(),
    decisions.confirmed,
    userHashKey,
  );
  const { user, references } = await readRecords(
    { decisions, source, erased, userHashKey },
    context,
  );
  const payloads = await searchPayloads(user, references);
  const { items, messagesWithFiles, partitions } = await readItems(
    { user, payloads, references },
    table,
    context,
  );
  const files = await searchFiles(
    createS3BucketContents(clients.s3, resources.mediaBucket, false),
    { user, messagesWithFiles, references, userHashKey, isCostAccepted, asOf: source.asOf },
    context,
  );
  const queue = createSqsQueue(clients.sqs, resources.mediaDeadLetterQueueUrl);
  let queuedMessages = 0;
  let seenDeadLetters = 0;
  await queue.deleteWhere((body) => {
    seenDeadLetters += 1;
    const { owner, names } = ownerOfMessage(body, user);
    if (owner === 'user') queuedMessages += 1;
    if (owner === 'undecided') user.additions.add(names, 'deadLetters');
    return false;
  });
  return { user, items, partitions, payloads, files, queuedMessages, seenDeadLetters };
}

/** Reads the source again when an event record has a further name beside one of the user's. */
async function readRecords(
  {
    decisions,
    source,
    erased,
    userHashKey,
  }: Pick<EstateSearchSettings, 'decisions' | 'source'> & {
    readonly erased: ErasedPartitions;
    readonly userHashKey: string;
  },
  { output }: Pick<CommandContext, 'output'>,
): Promise<{ readonly user: FoundUser; readonly references: References }> {
  let known: FoundUser['links'] = [];
  for (;;) {
    const search = createUserSearch(decisions, known, erased, userHashKey);
    const references = createReferences();
    await source.read(async (records) => {
      for (const record of records) {
        search.look(record);
        references.look(record);
      }
    });
    const user = search.found();
    if (search.isComplete()) return { user, references };
    known = user.links;
    output.progress('found further names beside those of the user; reading again');
  }
}

/**
 * Reads whole partitions, single records, and what leads to the user's messages from a text of the owner's.
 * An export names only where to look.
 */
async function readItems(
  {
    user,
    payloads,
    references,
  }: Pick<FoundEstate, 'user' | 'payloads'> & { readonly references: References },
  table: Stores['table'],
  { output, now }: CommandContext,
): Promise<Pick<FoundEstate, 'items' | 'partitions'> & Pick<UserItems, 'messagesWithFiles'>> {
  const ofPayloads = partitionsOf(payloads.items, references);
  const whole = [...new Set([...user.partitions, ...ofPayloads])];
  const items: TableItem[] = [];
  const messagesWithFiles: string[] = [];
  const partitions: string[] = [];
  const count = createProgress(output, now, (read) => `${read} of ${whole.length} partitions read`);
  await forEachInParallel(whole, readers, async (pk) => {
    const found = selectItemsOf(user.names, await table.readPartition(pk));
    items.push(...found.items);
    messagesWithFiles.push(...found.messagesWithFiles);
    if (!found.isOthersMessage) partitions.push(pk);
    count(1);
  });
  const ofUser = new Set(partitions);
  const beside = items.flatMap(({ key, event }) =>
    event !== undefined && ofUser.has(key.pk) ? (callbackDataItemOf(event)?.key ?? []) : [],
  );
  const single = new Map([...user.records, ...beside].map((key) => [toKeyText(key), key]));
  await forEachInParallel([...single.values()], readers, async (key) => {
    const item = await table.read(key);
    if (item) items.push(item);
  });
  return { items, messagesWithFiles, partitions };
}
