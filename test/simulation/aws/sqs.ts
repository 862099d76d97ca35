import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import type { World } from '../world.ts';
import { callAws } from './aws-calls.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

interface Message {
  readonly id: string;
  readonly body: string;
  receiveCount: number;
  visibleAtMs: number;
}

export interface QueueOptions {
  readonly visibilityTimeoutMs: number;
  readonly maxReceiveCount: number;
  /** Called when a message may have become visible. */
  onVisible(): void;
}

/** A standard queue with its dead-letter queue. It delivers at least once, in any order. */
export class Queue {
  readonly deadLetters: string[] = [];
  readonly #world: World;
  readonly #options: QueueOptions;
  readonly #messages = new Map<string, Message>();
  #sent = 0;

  constructor(world: World, options: QueueOptions) {
    this.#world = world;
    this.#options = options;
  }

  send(body: string): void {
    this.#sent += 1;
    const id = `message-${this.#sent}`;
    const message = { id, body, receiveCount: 0, visibleAtMs: this.#world.scheduler.nowMs };
    this.#messages.set(id, message);
    this.#announce(message);
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
        this.deadLetters.push(message.body);
        return [];
      }
      message.receiveCount += 1;
      if (faults.surprise('queue record repeated')) {
        this.#hide(message, random.integer(0, 5_000));
      } else this.#hide(message, this.#options.visibilityTimeoutMs);
      return [toRecord(message)];
    });
  }

  delete(receiptHandle: string): void {
    this.#messages.delete(receiptHandle);
  }

  /** Moves all dead letters back to the queue, as `StartMessageMoveTask` does. */
  redrive(): void {
    for (const body of this.deadLetters.splice(0)) this.send(body);
  }

  clientFor(environment: ExecutionEnvironment): SQSClient {
    return toModelClient(SQSClient, (command) => {
      if (!(command instanceof ChangeMessageVisibilityCommand))
        throw unknownToModel(command.constructor.name);
      const { ReceiptHandle = '', VisibilityTimeout = 0 } = command.input;
      return callAws(environment, 'sqs', 'ChangeMessageVisibility', () => {
        const message = this.#messages.get(ReceiptHandle);
        if (message) this.#hide(message, VisibilityTimeout * 1000);
        return {};
      });
    });
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

function toRecord({ id, body, receiveCount }: Message): SQSRecord {
  return {
    messageId: id,
    receiptHandle: id,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: '0',
      SenderId: 'events.amazonaws.com',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:media',
    awsRegion: 'us-east-1',
  };
}
