import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { RecordVisibility } from '../../../shared/queues/record-visibility.ts';
import { toErrorFields } from '../../../shared/tributary-error.ts';
import { invocationMs, reservedMs } from '../limits.ts';
import type { MirrorPorts } from '../ports.ts';
import { parseMediaMessage } from './media-message.ts';
import { type MessageOutcome, mirrorMessage } from './mirror-message.ts';

/** What the handler needs in addition to the ports of one message. */
export interface HandlerPorts extends MirrorPorts {
  readonly visibility: RecordVisibility;
  /** The queue's `maxReceiveCount`: the number of the last attempt before the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** The part of Lambda's context that the mirror uses. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

type MirrorHandler = (event: SQSEvent, context: InvocationContext) => Promise<SQSBatchResponse>;

/**
 * Makes the Lambda handler: mirrors the message of each SQS record and reports the records that SQS
 * must deliver again, each hidden for its own back-off. Never throws: if the batch failed as a whole,
 * SQS would deliver the finished records again, too.
 */
export function createMirrorHandler(ports: HandlerPorts): MirrorHandler {
  return async (event, context) => {
    // The runtime takes the remaining time from the time of day, which may have been set back meanwhile.
    const remainingMs = Math.min(invocationMs, context.getRemainingTimeInMillis());
    const leftMs = remainingMs - reservedMs;
    const deadlineAt = new Date(ports.now().getTime() + leftMs);
    const failures = await Promise.all(
      event.Records.map(async (record) => {
        const isDone = await mirrorRecord(record, deadlineAt, ports);
        return isDone ? [] : [{ itemIdentifier: record.messageId }];
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
}

/** @returns whether the record is finished and may be deleted from the queue */
async function mirrorRecord(
  record: SQSRecord,
  deadlineAt: Date,
  ports: HandlerPorts,
): Promise<boolean> {
  const number = Number(record.attributes.ApproximateReceiveCount);
  const isLast = number >= ports.maxReceiveCount;
  const message = parseMediaMessage(record.body);
  if (message === undefined) {
    ports.log.error('record not a message event', { recordId: record.messageId, attempt: number });
    await hide(record, 0, ports);
    return false;
  }
  const firstAt = new Date(Number(record.attributes.ApproximateFirstReceiveTimestamp));
  const attempt = { number, firstAt, isLast, deadlineAt };
  const outcome = await mirrorMessage(message, attempt, ports).catch((error: unknown) =>
    toUnfinished(error, record, ports),
  );
  if (outcome.kind === 'done') return true;
  // Visible at once after its last attempt, the record moves to the dead-letter queue without delay.
  const { retryAfterSeconds } = outcome;
  const seconds = isLast ? 0 : toBackOffSeconds(number, retryAfterSeconds, ports.random());
  await hide(record, seconds, ports);
  return false;
}

/**
 * A failure of the gateway itself says nothing about the file. It goes to the log, for the operator,
 * and not into an event record.
 */
function toUnfinished(error: unknown, record: SQSRecord, ports: HandlerPorts): MessageOutcome {
  ports.log.error('record not mirrored', { recordId: record.messageId, ...toErrorFields(error) });
  return { kind: 'unfinished' };
}

/** If this fails, SQS still delivers the record again, after the queue's own visibility timeout. */
async function hide(record: SQSRecord, seconds: number, ports: HandlerPorts): Promise<void> {
  try {
    await ports.visibility.hide(record, seconds);
  } catch (error) {
    ports.log.warn('back-off not set', { recordId: record.messageId, ...toErrorFields(error) });
  }
}

const firstDelaySeconds = 30;
const growth = 4;

/** SQS hides a message for at most 12 h from its receipt; a provider's link rarely lives longer. */
const maxDelaySeconds = 6 * 60 * 60;

/**
 * How long a record is hidden before the next attempt: about 30 s, 2 min, 8 min, 32 min, 2 h. Half of
 * it is random, so that files that failed together are not tried again together. A server that asks
 * for a longer time gets it, up to 6 h.
 *
 * @param attempt number of the attempt that failed, from 1
 * @param random in [0, 1)
 */
export function toBackOffSeconds(
  attempt: number,
  retryAfterSeconds: number | undefined,
  random: number,
): number {
  const ownSeconds = firstDelaySeconds * growth ** (attempt - 1) * (0.5 + random / 2);
  return Math.min(maxDelaySeconds, Math.ceil(Math.max(ownSeconds, retryAfterSeconds ?? 0)));
}
