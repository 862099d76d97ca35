import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import {
  toAttemptNumber,
  toOwnDelaySeconds,
} from '../../shared/http-subscription/retry-schedule.ts';
import type { RecordVisibility } from '../../shared/queues/record-visibility.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { toErrorFields } from '../../shared/tributary-error.ts';
import type { DeliverEvent } from './deliver-event.ts';
import type { DeadLetterQueue } from './ports.ts';

/** What a batch needs besides the delivery of an event. */
export interface BatchPorts {
  readonly deliver: DeliverEvent;
  readonly deadLetters: DeadLetterQueue;
  readonly visibility: RecordVisibility;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Makes the handler of a subscription without order: posts the events of a batch side by side. An event that is
 * not delivered is hidden in the queue until its next attempt. Never throws: if the batch failed as a whole,
 * SQS would deliver the accepted events again, too.
 */
export function createBatchDelivery(
  ports: BatchPorts,
): (event: Pick<SQSEvent, 'Records'>) => Promise<SQSBatchResponse> {
  return async ({ Records }) => {
    const failures = await Promise.all(
      Records.map(async (record) =>
        (await deliverRecord(record, ports)) ? [] : [{ itemIdentifier: record.messageId }],
      ),
    );
    return { batchItemFailures: failures.flat() };
  };
}

/** @returns whether the record is finished and may be deleted from the queue */
async function deliverRecord(record: SQSRecord, ports: BatchPorts): Promise<boolean> {
  const { ApproximateReceiveCount, ApproximateFirstReceiveTimestamp } = record.attributes;
  const receives = Number(ApproximateReceiveCount);
  const ageMs = ports.now().getTime() - Number(ApproximateFirstReceiveTimestamp);
  const number = toAttemptNumber(receives, ageMs / 1000);
  const delivery = await ports.deliver(record.body, { number });
  switch (delivery.kind) {
    case 'delivered':
      return true;
    case 'again':
      await hideRecord(record, delivery.seconds, ports);
      return false;
    case 'own_failure':
      await hideRecord(record, toOwnDelaySeconds(receives), ports);
      return false;
    case 'dead_letter':
      try {
        await ports.deadLetters.send(record.body);
        return true;
      } catch (error) {
        ports.log.error('dead letter not sent', toErrorFields(error));
        await hideRecord(record, toOwnDelaySeconds(receives), ports);
        return false;
      }
    default:
      return delivery satisfies never;
  }
}

/** If this fails, SQS still delivers the record again, after the queue's own visibility timeout. */
export async function hideRecord(
  record: Pick<SQSRecord, 'messageId' | 'eventSourceARN' | 'receiptHandle'>,
  seconds: number,
  { visibility, log }: Pick<BatchPorts, 'visibility' | 'log'>,
): Promise<void> {
  try {
    await visibility.hide(record, seconds);
  } catch (error) {
    log.warn('back-off not set', { recordId: record.messageId, ...toErrorFields(error) });
  }
}
