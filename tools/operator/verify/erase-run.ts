import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { mediaFolder } from '../../../shared/media/media-object.ts';
import { conversationDayItemOf } from '../../../shared/table/conversation-days.ts';
import { aliasItemOf, callbackDataItemOf } from '../../../shared/table/items-beside.ts';
import { type RecordKey, toKeyText } from '../../../shared/table/keys.ts';
import { createS3Eraser } from '../aws/s3-eraser.ts';
import { createS3PayloadBucket } from '../aws/s3-payload-bucket.ts';
import { deleteTestPicture } from '../aws/s3-test-picture.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import type { Stores } from '../gateway/open-stores.ts';
import { type Run, testMessagePrefix, testPictureKey } from './test-account.ts';
import type { TestCallback } from './test-callbacks.ts';

/** What was erased. */
export interface ErasedRun {
  readonly records: number;
  readonly objects: number;
  /** What is still there afterwards: keys of items and of objects. */
  readonly left: readonly string[];
}

/**
 * Erases everything that the gateway has stored of a run: files and raw payloads with all their versions, what
 * leads to its messages, and then the event records, by which an erasure that fails is repeated. Looks for
 * everything once more.
 *
 * @throws {OperatorError} when S3 does not delete all of it
 */
export async function eraseRun(
  run: Run,
  callbacks: readonly TestCallback[],
  stores: Stores,
): Promise<ErasedRun> {
  const { clients, resources, localOrigin } = stores.gateway;
  const media = createS3PayloadBucket(clients.s3, resources.mediaBucket);
  const readItems = async () =>
    (
      await Promise.all(callbacks.map(({ record }) => stores.table.readPartition(record.key.pk)))
    ).flat();
  const listFiles = async () => {
    const withFiles = callbacks.filter(({ fileEventId }) => fileEventId !== undefined);
    const files = await Promise.all(withFiles.map(({ record }) => media.list(folderOf(record))));
    return files.flat().map(({ key }) => key);
  };
  const items = await readItems();
  const beside = besideKeysOf([
    ...callbacks.map(({ record }) => record.event),
    // Of a callback without a time, the day is that of its receipt.
    ...items.flatMap(({ event }) => event ?? []),
  ]);
  const payloadKeys = items.flatMap(({ payloadKey }) => payloadKey ?? []);
  const planned = callbacks.flatMap(({ record: { payload } }) => payload?.key ?? []);
  const mediaKeys = await listFiles();
  const files = createS3Eraser(clients.s3, resources.mediaBucket, false);
  await files.erase(mediaKeys, () => {});
  const isVersioned = localOrigin === undefined;
  const payloads = createS3Eraser(clients.s3, resources.payloadBucket, isVersioned);
  const objectKeys = [...new Set([...payloadKeys, ...planned])];
  // The current version first: an endpoint in AWS_ENDPOINT_URL may have no versions to list.
  for (const key of objectKeys) await stores.payloads.delete(key);
  await payloads.erase(objectKeys, () => {});
  const picture = testPictureKey(run);
  await deleteTestPicture(clients.s3, { bucket: resources.mediaBucket, key: picture });
  for (const key of [...beside, ...items.map((item) => item.key)]) await stores.table.delete(key);
  const besideLeft = await Promise.all(beside.map((key) => stores.table.read(key)));
  const itemsLeft = [...(await readItems()), ...besideLeft.filter((item) => item !== undefined)];
  return {
    records: items.length,
    objects: mediaKeys.length + new Set(payloadKeys).size,
    left: [
      ...itemsLeft.map(({ key }) => `${key.pk} ${key.sk}`),
      ...(await listFiles()),
      ...(await payloads.findRemaining(objectKeys)),
      ...(await files.findRemaining([picture])),
    ],
  };
}

/**
 * The keys of what the publisher has written beside these events in partitions of its own: by it a reader finds a
 * message, and the list of a day has its conversation.
 */
function besideKeysOf(events: readonly TributaryEvent[]): readonly RecordKey[] {
  const keys = events
    .flatMap((event) => [
      aliasItemOf(event),
      callbackDataItemOf(event),
      conversationDayItemOf(event),
    ])
    .flatMap((item) => item?.key ?? []);
  return [...new Map(keys.map((key) => [toKeyText(key), key])).values()];
}

/** The folder of a message's files, which can be there without a record of them. */
function folderOf({ event }: TestCallback['record']): string {
  const { provider, occurredAt, id } = event.detail.metadata;
  return mediaFolder({ provider, occurredAt, eventId: id });
}

/** Deletes the messages of a run from the dead-letter queue of the mirror, in which files that failed end. */
export async function eraseQueuedMessages(run: Run, { gateway }: Stores): Promise<number> {
  const { clients, resources } = gateway;
  const queue = createSqsQueue(clients.sqs, resources.mediaDeadLetterQueueUrl);
  return queue.deleteWhere((body) => body.includes(`${testMessagePrefix}${run.id}-`));
}
