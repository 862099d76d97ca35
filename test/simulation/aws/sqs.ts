import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import type { World } from '../world.ts';
import { callAws } from './aws-calls.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

interface Message {
  readonly id: string;
  readonly body: string;
  receiveCount: number;
  firstReceivedAtMs?: number | undefined;
  visibleAtMs: number;
}

export interface QueueOptions {
  readonly visibilityTimeoutMs: number;
  readonly maxReceiveCount: number;
  /** Called when a message may have become visible. */
  onVisible(): void;
}

/** The URLs of the queue and of its dead-letter queue. */
export const queueUrls = { queue: 'queue', deadLetters: 'dead-letters' } as const;

/** The code under test asks the client where SQS is. */
const { config } = new SQSClient({ region: 'us-east-1' });

/** A standard queue with its dead-letter queue. It delivers at least once, in any order. */
export class Queue {
  readonly deadLetters: DeadLetterQueue;
  readonly #world: World;
  readonly #options: QueueOptions;
  readonly #messages = new Map<string, Message>();
  #sent = 0;
  #moved = 0;

  constructor(world: World, options: QueueOptions) {
    this.#world = world;
    this.#options = options;
    this.deadLetters = new DeadLetterQueue(world.scheduler);
  }

  send(body: string): object {
    this.#sent += 1;
    const id = `message-${this.#sent}`;
    const visibleAtMs = this.#world.scheduler.nowMs;
    const message: Message = { id, body, receiveCount: 0, visibleAtMs };
    this.#messages.set(id, message);
    this.#announce(message);
    return {};
  }

  /**
   * Up to `atMost` visible messages, in any order. A message that was received too often moves to the
   * dead letters.
   */
  receive(atMost: number): readonly SQSRecord[] {
    const { scheduler, faults, random } = this.#world;
    const visible = [...this.#messages.values()]
      .filter(({ visibleAtMs }) => visibleAtMs <= scheduler.nowMs)
      .map((message) => ({ message, rank: random.next() }))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, atMost);
    return visible.flatMap(({ message }) => {
      if (message.receiveCount === this.#options.maxReceiveCount) {
        this.#messages.delete(message.id);
        this.deadLetters.send(message.body);
        return [];
      }
      message.receiveCount += 1;
      message.firstReceivedAtMs ??= scheduler.nowMs;
      if (faults.surprise('queue record repeated')) {
        this.#hide(message, random.integer(0, 1_000));
      } else this.#hide(message, this.#options.visibilityTimeoutMs);
      return [toSqsRecord(message)];
    });
  }

  delete(receiptHandle: string): void {
    this.#messages.delete(receiptHandle);
  }

  clientFor(environment: ExecutionEnvironment): SQSClient {
    const client = toModelClient(SQSClient, (command) => {
      const call = (operation: string, effect: () => object) =>
        callAws(environment, 'sqs', operation, effect);
      if (command instanceof ChangeMessageVisibilityCommand) {
        const { QueueUrl, ReceiptHandle = '', VisibilityTimeout = 0 } = command.input;
        return call('ChangeMessageVisibility', () => {
          if (QueueUrl === queueUrls.deadLetters) this.deadLetters.show(ReceiptHandle);
          const message = this.#messages.get(ReceiptHandle);
          if (message) this.#hide(message, VisibilityTimeout * 1000);
          return {};
        });
      }
      if (command instanceof ReceiveMessageCommand) {
        const { MaxNumberOfMessages = 1, VisibilityTimeout = 0 } = command.input;
        return call('ReceiveMessage', () => ({
          Messages: this.deadLetters.receive(MaxNumberOfMessages, VisibilityTimeout),
        }));
      }
      if (command instanceof DeleteMessageBatchCommand) {
        const { Entries = [] } = command.input;
        return call('DeleteMessageBatch', () => {
          for (const { ReceiptHandle = '' } of Entries) this.deadLetters.delete(ReceiptHandle);
          return {};
        });
      }
      if (command instanceof SendMessageCommand) {
        const { MessageBody = '' } = command.input;
        return call('SendMessage', () => this.send(MessageBody));
      }
      if (command instanceof GetQueueAttributesCommand) {
        const { QueueUrl = '' } = command.input;
        return call('GetQueueAttributes', () => ({ Attributes: this.#attributesOf(QueueUrl) }));
      }
      if (command instanceof StartMessageMoveTaskCommand) {
        return call('StartMessageMoveTask', () => this.#redrive());
      }
      if (command instanceof ListMessageMoveTasksCommand) {
        const Results = [{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: this.#moved }];
        return call('ListMessageMoveTasks', () => ({ Results }));
      }
      throw unknownToModel(command.constructor.name);
    });
    return Object.assign(client, { config });
  }

  #attributesOf(url: string): Record<string, string> {
    const isOfDeadLetters = url === queueUrls.deadLetters;
    const waiting = isOfDeadLetters ? this.deadLetters.bodies.length : this.#messages.size;
    return {
      QueueArn: url,
      ApproximateNumberOfMessages: String(waiting),
      ApproximateNumberOfMessagesNotVisible: '0',
    };
  }

  /** Moves all dead letters back to the queue. */
  #redrive(): object {
    const bodies = this.deadLetters.takeAll();
    for (const body of bodies) this.send(body);
    this.#moved = bodies.length;
    return {};
  }

  #hide(message: Message, delayMs: number): void {
    message.visibleAtMs = this.#world.scheduler.nowMs + delayMs;
    this.#announce(message);
  }

  #announce({ id, visibleAtMs }: Message): void {
    const { scheduler } = this.#world;
    scheduler.after(visibleAtMs - scheduler.nowMs, () => {
      if (this.#messages.get(id)?.visibleAtMs === visibleAtMs) this.#options.onVisible();
    });
  }
}

/** A message as Lambda passes it on. */
export function toSqsRecord({
  id,
  body,
  receiveCount,
  firstReceivedAtMs,
}: Omit<Message, 'visibleAtMs'>): SQSRecord {
  return {
    messageId: id,
    receiptHandle: id,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: '0',
      SenderId: 'events.amazonaws.com',
      ApproximateFirstReceiveTimestamp: String(firstReceivedAtMs),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:media',
    awsRegion: 'us-east-1',
  };
}
