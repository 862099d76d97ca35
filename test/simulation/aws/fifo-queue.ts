import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import type { World } from '../world.ts';
import { callAws } from './aws-calls.ts';
import { toModelClient, unknownToModel } from './model-client.ts';
import { toSqsRecord } from './sqs.ts';

interface Message {
  readonly id: string;
  readonly body: string;
  readonly group: string;
  receiveCount: number;
  visibleAtMs: number;
}

export interface FifoQueueOptions {
  /** How long a new message is held back. */
  readonly delayMs: number;
  readonly visibilityTimeoutMs: number;
  /** Called when a message may have become visible. */
  onVisible(): void;
}

const deduplicationMs = 5 * 60_000;

/**
 * A FIFO queue. The messages of a group are delivered in order, and none of them while another one is in
 * flight
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html,
 * read 2026-11-28).
 */
export class FifoQueue {
  readonly #world: World;
  readonly #options: FifoQueueOptions;
  #messages: Message[] = [];
  readonly #sentAtMs = new Map<string, number>();
  #sent = 0;

  constructor(world: World, options: FifoQueueOptions) {
    this.#world = world;
    this.#options = options;
  }

  clientFor(environment: ExecutionEnvironment): SQSClient {
    return toModelClient(SQSClient, (command) => {
      if (!(command instanceof SendMessageBatchCommand)) {
        throw unknownToModel(command.constructor.name);
      }
      const { Entries = [] } = command.input;
      return callAws(environment, 'sqs', 'SendMessageBatch', () => {
        const { faults } = this.#world;
        const Failed = Entries.filter(() => faults.surprise('ticket not sent'));
        for (const entry of Entries) if (!Failed.includes(entry)) this.#send(entry);
        return { Failed: Failed.map(({ Id }) => ({ Id })) };
      });
    });
  }

  #send({
    MessageBody = '',
    MessageGroupId: group = '',
    MessageDeduplicationId,
  }: SendMessageBatchRequestEntry): void {
    const { nowMs } = this.#world.scheduler;
    const content = `${group} ${MessageDeduplicationId}`;
    if (nowMs - (this.#sentAtMs.get(content) ?? -Infinity) < deduplicationMs) return;
    this.#sentAtMs.set(content, nowMs);
    this.#sent += 1;
    const id = `ticket-${this.#sent}`;
    const message: Message = { id, body: MessageBody, group, receiveCount: 0, visibleAtMs: nowMs };
    this.#messages.push(message);
    this.#hide(message, this.#options.delayMs);
  }

  /** Up to `atMost` visible messages, of one group or of several. */
  receive(atMost: number): readonly SQSRecord[] {
    const { scheduler, random } = this.#world;
    const groups = [...Map.groupBy(this.#messages, ({ group }) => group).values()]
      .map((messages) => ({ messages, rank: random.next() }))
      .sort((one, other) => one.rank - other.rank);
    const visible = groups.flatMap(({ messages }) => {
      const hidden = messages.findIndex(({ visibleAtMs }) => visibleAtMs > scheduler.nowMs);
      const isInFlight = messages.some(
        ({ visibleAtMs, receiveCount }) => visibleAtMs > scheduler.nowMs && receiveCount > 0,
      );
      if (isInFlight) return [];
      return hidden < 0 ? messages : messages.slice(0, hidden);
    });
    return visible.slice(0, atMost).map((message) => {
      message.receiveCount += 1;
      this.#hide(message, this.#options.visibilityTimeoutMs);
      return toSqsRecord({ ...message, firstReceivedAtMs: undefined });
    });
  }

  delete(receiptHandle: string): void {
    this.#messages = this.#messages.filter(({ id }) => id !== receiptHandle);
  }

  #hide(message: Message, delayMs: number): void {
    const { scheduler } = this.#world;
    message.visibleAtMs = scheduler.nowMs + delayMs;
    scheduler.after(delayMs, () => this.#options.onVisible());
  }
}
