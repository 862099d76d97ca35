import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { eventPattern } from '../../../sdk/events/event-pattern.ts';
import type { OrderedEvent } from '../../../sdk/handler/ordered-queue-handler.ts';
import { conversationOf } from '../../../sdk/ordering/conversation-of.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { compilePattern } from '../../../tools/event-pattern/pattern.ts';
import { callAws } from '../aws/aws-calls.ts';
import type { BusEvent } from '../aws/event-bridge.ts';
import { FifoQueue } from '../aws/fifo-queue.ts';
import { toModelClient, unknownToModel } from '../aws/model-client.ts';
import { OrderTable } from '../aws/order-table.ts';
import { Queue } from '../aws/sqs.ts';
import type { GatewayCode } from '../gateway-code.ts';
import type { World } from '../world.ts';
import type { ExecutionEnvironment, Invocation } from './execution-environment.ts';
import { LambdaFunction } from './lambda-function.ts';
import { QueueMapping } from './queue-mapping.ts';

const types = ['message.received', 'message.sent', 'message.status.updated'] as const;

/** The subscriber's rule. */
export const isSubscribed = compilePattern(eventPattern(types));

/** The settings of a `Subscription` with `order: 'conversation'`, by default. */
const settings = { maxAttempts: 5, rememberDays: 14, timeoutSeconds: 30, maxReceiveCount: 5 };
export const holdBackMs = 5_000;
const visibilityTimeoutMs = 6 * settings.timeoutSeconds * 1000;
const mapping = { batchSize: 10, concurrency: 5 };

/** What happened to an event at the subscriber. */
export interface Happening {
  readonly what: 'begun' | 'handled';
  readonly conversation: string;
  readonly position: string;
  readonly isLate: boolean;
  /** Another event of the conversation was being handled. */
  readonly isBeside: boolean;
}

/**
 * A subscriber with an ordered subscription: a queue, the forwarder, its table, the FIFO queue of tickets
 * and the subscriber's function, connected as the construct `OrderedQueue` does.
 */
export class OrderedSubscriber {
  /** In order. */
  readonly happenings: Happening[] = [];
  /** When each event was stored first, by its position. */
  readonly storedAtMs = new Map<string, number>();
  /** Positions of the events that have been dead letters. */
  readonly wereDeadLetters = new Set<string>();
  readonly #world: World;
  readonly #code: GatewayCode;
  readonly #inbox: Queue;
  readonly #tickets: FifoQueue;
  readonly #table: OrderTable;
  /** Whether each event cannot be handled until the operator has repaired the function. */
  readonly #poison = new Map<string, boolean>();
  readonly #running = new Map<string, Invocation>();

  constructor(world: World, code: GatewayCode) {
    this.#world = world;
    this.#code = code;
    this.#table = new OrderTable((position) => {
      if (!this.storedAtMs.has(position)) this.storedAtMs.set(position, world.scheduler.nowMs);
    });
    const functionOf = (
      name: string,
      start: (environment: ExecutionEnvironment) => (event: SQSEvent) => Promise<SQSBatchResponse>,
    ) => new LambdaFunction(world, { name, timeoutMs: settings.timeoutSeconds * 1000, start });
    const forwarder = functionOf('forwarder', (environment) => this.#startForwarder(environment));
    const subscriber = functionOf('subscriber', (environment) => this.#start(environment));
    this.#inbox = new Queue(world, {
      visibilityTimeoutMs,
      maxReceiveCount: settings.maxReceiveCount,
      onVisible: () => forwarding.poll(),
    });
    this.#tickets = new FifoQueue(world, {
      delayMs: code.delaysTickets ? holdBackMs : 0,
      visibilityTimeoutMs,
      onVisible: () => handling.poll(),
    });
    const forwarding = new QueueMapping(world, this.#inbox, forwarder, mapping);
    const handling = new QueueMapping(world, this.#tickets, subscriber, mapping);
  }

  /** The target of the rule. */
  deliver({ text, ...event }: BusEvent): void {
    const { scheduler, random, faults } = this.#world;
    if (!isSubscribed(event)) return;
    const body = JSON.stringify({ ...event, version: '0', detail: JSON.parse(text) });
    do scheduler.after(random.integer(10, 8_000), () => this.#inbox.send(body));
    while (faults.surprise('bus delivery repeated'));
  }

  /** Moves the dead letters back to the queue, as the operator of the subscriber does after a repair. */
  redrive(): void {
    for (const body of this.#inbox.deadLetters.takeAll()) {
      this.wereDeadLetters.add(positionOf(JSON.parse(body)));
      this.#world.tally.count('event moved back to an ordered subscriber');
      this.#inbox.send(body);
    }
  }

  #startForwarder(environment: ExecutionEnvironment) {
    const code = this.#code;
    const waiting = code.createDynamoDbWaitingEvents(
      this.#table.clientFor(environment),
      'order',
      environment.now,
    );
    const tickets = code.createSqsTicketQueue(this.#tickets.clientFor(environment), 'tickets');
    return (event: SQSEvent): Promise<SQSBatchResponse> =>
      code.forwardBatch(event, { waiting, tickets, onFailure: () => {} });
  }

  #start(environment: ExecutionEnvironment) {
    const code = this.#code;
    const sqs = this.#deadLettersFor(environment);
    const order = code.createDynamoDbConversationOrder(this.#table.clientFor(environment), {
      ...settings,
      tableName: 'order',
      now: environment.now,
      sendToDeadLetters: async (json) => {
        await sqs.send(new SendMessageCommand({ QueueUrl: 'dead-letters', MessageBody: json }));
      },
    });
    const react = (event: OrderedEvent) => this.#react(event, environment);
    return code.createOrderedQueueHandler(
      types,
      {
        'message.received': react,
        'message.sent': react,
        'message.status.updated': react,
      },
      { order, onFailure: () => {} },
    );
  }

  /** The subscriber's own code, which takes time and may fail. */
  async #react(event: OrderedEvent, environment: ExecutionEnvironment): Promise<void> {
    const { random, faults, tally } = this.#world;
    const conversation = conversationOf(event);
    const position = positionOf(event);
    const other = this.#running.get(conversation);
    const isBeside = other?.isRunning ?? false;
    const happening = { conversation, position, isLate: event.late, isBeside };
    this.happenings.push({ ...happening, what: 'begun' });
    if (event.late) tally.count('late event at an ordered subscriber');
    const { invocation } = environment;
    this.#running.set(conversation, invocation);
    await environment.sleep(random.integer(0, 1_500));
    if (this.#running.get(conversation) === invocation) this.#running.delete(conversation);
    if (this.#isPoison(position) || faults.surprise('reaction of a subscriber failed')) {
      throw new Error('the reaction failed');
    }
    this.happenings.push({ ...happening, what: 'handled' });
  }

  #isPoison(position: string): boolean {
    const { faults } = this.#world;
    const isPoison =
      this.#poison.get(position) ??
      faults.surprise('event that a subscriber cannot handle', faults.plan.perSurprise / 5);
    this.#poison.set(position, isPoison);
    return isPoison && !faults.isRepaired;
  }

  #deadLettersFor(environment: ExecutionEnvironment): SQSClient {
    return toModelClient(SQSClient, (command) => {
      if (!(command instanceof SendMessageCommand)) throw unknownToModel(command.constructor.name);
      const { MessageBody = '' } = command.input;
      return callAws(environment, 'sqs', 'SendMessage', () => {
        this.#inbox.deadLetters.send(MessageBody);
        return {};
      });
    });
  }
}

/** The place of an event in its conversation. */
export function positionOf({ detail: { metadata } }: Pick<TributaryEvent, 'detail'>): string {
  return `${metadata.occurredAt}#${metadata.id}`;
}
