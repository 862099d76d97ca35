import { setTimeout as delay } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { localAccount } from '../../emulator-client/account.ts';
import type { InvocationResult } from '../lambda/function-worker.ts';
import { readBatchOutcome } from './item-failures.ts';
import type { EventSourceMapping } from './mapping.ts';

export interface QueuePollerOptions {
  readonly mapping: EventSourceMapping;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly signal: AbortSignal;
  invoke(event: string): Promise<InvocationResult>;
  /** Receives each failure to reach the queue; polling continues. */
  onError(error: unknown): void;
}

const waitSeconds = 20;
/** The most messages of one ReceiveMessage. */
const maxReceived = 10;
const errorDelayMs = 1_000;

/**
 * Receives messages of a queue for a mapping until the signal aborts. It deletes the messages that the
 * function finished. The others become visible again after their visibility timeout, and the queue
 * moves them to its dead-letter queue after the maximum number of receives.
 */
export async function pollQueue(options: QueuePollerOptions): Promise<void> {
  const { mapping, sqs, queueUrl, signal } = options;
  while (!signal.aborted) {
    try {
      const messages = await receiveBatch(options);
      const records = messages.map((message) => toRecord(message, mapping.sourceArn));
      const accepted = records.filter((record) => mapping.accepts(filterable(record)));
      // Lambda deletes a message that the filters reject without invoking the function.
      const rejected = records.filter((record) => !accepted.includes(record));
      const finished = accepted.length > 0 ? await runBatch(accepted, options) : [];
      await deleteAll(sqs, queueUrl, [...rejected, ...finished]);
    } catch (error) {
      if (signal.aborted) return;
      options.onError(error);
      await delay(errorDelayMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Receives once, or several times until the batch is full or its window ends. */
async function receiveBatch(options: QueuePollerOptions): Promise<readonly Message[]> {
  const { mapping, signal } = options;
  const size = mapping.batchSize ?? maxReceived;
  const messages: Message[] = [...(await receive(options, size, waitSeconds))];
  const closesAt = Date.now() + mapping.batchingWindowMs;
  while (
    messages.length > 0 &&
    messages.length < size &&
    Date.now() < closesAt &&
    !signal.aborted
  ) {
    const leftSeconds = Math.min(waitSeconds, Math.ceil((closesAt - Date.now()) / 1000));
    messages.push(...(await receive(options, size - messages.length, leftSeconds)));
  }
  return messages;
}

async function receive(
  { sqs, queueUrl, signal }: QueuePollerOptions,
  count: number,
  secondsToWait: number,
): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(count, maxReceived),
      WaitTimeSeconds: secondsToWait,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
    { abortSignal: signal },
  );
  return Messages;
}

type QueueRecord = ReturnType<typeof toRecord>;

/** Invokes the function and returns the messages that it finished. */
async function runBatch(
  records: readonly QueueRecord[],
  { mapping, invoke }: QueuePollerOptions,
): Promise<readonly QueueRecord[]> {
  const result = await invoke(JSON.stringify({ Records: records }));
  const { failed } = readBatchOutcome(
    result,
    records.map(({ messageId }) => messageId),
    mapping.reportsItemFailures,
  );
  return failed === 'all' ? [] : records.filter(({ messageId }) => !failed.has(messageId));
}

async function deleteAll(
  sqs: SQSClient,
  queueUrl: string,
  records: readonly QueueRecord[],
): Promise<void> {
  for (let start = 0; start < records.length; start += maxReceived) {
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: records.slice(start, start + maxReceived).map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
        })),
      }),
    );
  }
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function toRecord(message: Message, queueArn: string) {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
        name,
        {
          dataType: attribute.DataType,
          stringValue: attribute.StringValue,
          binaryValue:
            attribute.BinaryValue && Buffer.from(attribute.BinaryValue).toString('base64'),
          stringListValues: [],
          binaryListValues: [],
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: localAccount.region,
  };
}

/** Filters see a JSON body as the value that it holds. */
function filterable(record: QueueRecord): object {
  try {
    return { ...record, body: JSON.parse(record.body) };
  } catch {
    return record;
  }
}
