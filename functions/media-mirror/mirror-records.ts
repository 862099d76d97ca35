import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { toErrorFields } from '../../shared/tributary-error.ts';
import { backOffSeconds } from './back-off.ts';
import { reservedMs } from './limits.ts';
import { parseMediaMessage } from './media-message.ts';
import { type MessageOutcome, mirrorMessage } from './mirror-message.ts';
import type { MirrorPorts, RecordVisibility } from './ports.ts';

/** What the handler needs beside the mirror itself. */
export interface HandlerPorts extends MirrorPorts {
  readonly visibility: RecordVisibility;
  /** The queue's `maxReceiveCount`: which attempt is the last before the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** The part of Lambda's context that the mirror looks at. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

type MirrorHandler = (event: SQSEvent, context: InvocationContext) => Promise<SQSBatchResponse>;

/**
 * Makes the Lambda handler: mirrors the message of each record and reports those that are to come
 * again, each hidden for a back-off of its own. Never throws: a batch that fails as a whole would
 * bring back the records that are done, too.
 */
export function createMirrorHandler(ports: HandlerPorts): MirrorHandler {
  return async (event, context) => {
    const leftMs = context.getRemainingTimeInMillis() - reservedMs;
    const deadlineAt = new Date(ports.now().getTime() + leftMs);
    const failed = await Promise.all(
      event.Records.map(async (record) => {
        const isDone = await mirrorRecord(record, deadlineAt, ports);
        return isDone ? [] : [{ itemIdentifier: record.messageId }];
      }),
    );
    return { batchItemFailures: failed.flat() };
  };
}

/** @returns whether the record is done with */
async function mirrorRecord(
  record: SQSRecord,
  deadlineAt: Date,
  ports: HandlerPorts,
): Promise<boolean> {
  const number = Number(record.attributes.ApproximateReceiveCount);
  const isLast = number >= ports.maxReceiveCount;
  const message = parseMediaMessage(record.body);
  if (message === undefined) {
    ports.log.error('record is no message event', { recordId: record.messageId, attempt: number });
    await hide(record, 0, ports);
    return false;
  }
  const outcome = await mirrorMessage(message, { number, isLast, deadlineAt }, ports).catch(
    (error: unknown) => toUnfinished(error, record, ports),
  );
  if (outcome.kind === 'done') return true;
  // Not hidden after its last attempt, the record moves to the dead-letter queue at once.
  const { retryAfterSeconds } = outcome;
  const seconds = isLast ? 0 : backOffSeconds(number, retryAfterSeconds, ports.random());
  await hide(record, seconds, ports);
  return false;
}

/** Our own trouble says nothing of the file: it is for the log and the operator, not for an event record. */
function toUnfinished(error: unknown, record: SQSRecord, ports: HandlerPorts): MessageOutcome {
  ports.log.error('record not mirrored', {
    recordId: record.messageId,
    ...toErrorFields(error),
  });
  return { kind: 'unfinished' };
}

/** Without its back-off the record still comes back, after the queue's own visibility timeout. */
async function hide(record: SQSRecord, seconds: number, ports: HandlerPorts): Promise<void> {
  try {
    await ports.visibility.hide(record, seconds);
  } catch (error) {
    ports.log.warn('back-off not set', {
      recordId: record.messageId,
      error: error instanceof Error ? error.name : typeof error,
    });
  }
}
