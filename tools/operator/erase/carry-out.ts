import type { EventsTable } from '../aws/dynamodb-events-table.ts';
import type { ObjectEraser } from '../aws/s3-eraser.ts';
import type { PayloadBucket } from '../aws/s3-payload-bucket.ts';
import type { CommandContext } from '../command.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { OperatorError } from '../operator-error.ts';
import { createProgress } from '../progress.ts';
import type { ErasurePlan } from './plan-erasure.ts';

/** Concurrent calls to DynamoDB and S3. */
const workers = 16;

/** What an erasure writes to. */
export interface ErasurePorts {
  readonly media: Pick<ObjectEraser, 'erase'>;
  readonly payloadEraser: Pick<ObjectEraser, 'erase' | 'eraseOldVersions'>;
  readonly payloads: Pick<PayloadBucket, 'replace'>;
  /**
   * Deletes the user's messages from the dead-letter queue of the media mirror.
   *
   * @returns how many there were
   */
  readonly eraseQueued: () => Promise<number>;
  readonly table: Pick<EventsTable, 'delete' | 'writeAudit' | 'writeErasedPartitions'>;
  /** The hashes by which a later erasure of this user knows a partition. */
  readonly hashPartition: (pk: string) => readonly string[];
}

/**
 * Deletes everything that was planned, event records last: while they exist, an erasure that was
 * interrupted finds everything again. Then writes an audit entry with counts only.
 *
 * Before anything goes, the partitions are noted by hashes. A later erasure finds by them what comes
 * afterwards and names no one, and the record of an unrecognized item whose object is gone already: only
 * the object said whose it was.
 *
 * @throws {OperatorError} when something could not be deleted; then every event record still exists
 */
export async function carryOut(
  plan: ErasurePlan,
  { media, payloadEraser, payloads, eraseQueued, table, hashPartition }: ErasurePorts,
  { output, now }: Pick<CommandContext, 'output' | 'now'>,
): Promise<void> {
  const { records, payloadKeys, mediaKeys, deadLetters, oldDeadLetters, queuedMessages } = plan;
  const recordCount = records.flat().length;
  const letters = [...deadLetters];
  const emptied = letters.filter(([, { kind }]) => kind === 'empty').map(([key]) => key);
  const all = recordCount + payloadKeys.length + mediaKeys.length + emptied.length;
  const count = createProgress(
    output,
    now,
    (gone) => `${gone} of ${all} event records and objects erased`,
  );
  await table.writeErasedPartitions(now(), plan.partitions.flatMap(hashPartition));
  await media.erase(mediaKeys, count);
  await payloadEraser.erase([...payloadKeys, ...emptied], count);
  await forEachInParallel(letters, workers, async ([key, letter]) => {
    if (letter.kind === 'rewritten') await payloads.replace(key, letter.content);
  });
  const rewritten = letters.filter(([, { kind }]) => kind === 'rewritten').map(([key]) => key);
  await payloadEraser.eraseOldVersions([...rewritten, ...oldDeadLetters]);
  if ((await eraseQueued()) < queuedMessages) {
    throw new OperatorError(
      'another reader holds a message of the user in the dead-letter queue: run the command again in 5 minutes',
    );
  }
  for (const step of records) {
    await forEachInParallel(step, workers, async (key) => {
      await table.delete(key);
      count(1);
    });
  }
  await table.writeAudit('erasure', now(), {
    records: recordCount,
    payloadObjects: payloadKeys.length,
    mediaObjects: mediaKeys.length,
    deadLetters: deadLetters.size,
    queuedMessages,
  });
}
