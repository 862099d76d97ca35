import { CreateTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationOrder, WaitingEvent } from '../../../sdk/handler/conversation-order.ts';
import { createDynamoDbConversationOrder } from '../../../sdk/ordering/dynamodb-conversation-order.ts';
import { createDynamoDbWaitingEvents } from '../../../sdk/ordering/dynamodb-waiting-events.ts';
import { keyOf, orderTable } from '../../../sdk/ordering/order-items.ts';
import type { NewEvent, WaitingEvents } from '../../../sdk/ordering/waiting-events.ts';
import { startEventsTable } from '../../support/events-table.ts';
import { createMemoryConversationOrder } from '../../support/memory-conversation-order.ts';

interface Opened {
  readonly waiting: WaitingEvents;
  readonly order: ConversationOrder;
  readonly deadLetters: readonly string[];
}

/** Whether no event can be sent to the dead-letter queue. */
let isQueueDown: boolean;

let engine: Awaited<ReturnType<typeof startEventsTable>>;
let tables = 0;
let nowSeconds: number;

beforeAll(async () => {
  engine = await startEventsTable();
});

afterAll(() => engine.stop());

const now = () => new Date(nowSeconds * 1000);

async function openDynamoDb(): Promise<Opened> {
  tables += 1;
  const tableName = `order-${tables}`;
  await engine.client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [orderTable.partitionKey, orderTable.sortKey].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: orderTable.partitionKey, KeyType: 'HASH' },
        { AttributeName: orderTable.sortKey, KeyType: 'RANGE' },
      ],
    }),
  );
  const deadLetters: string[] = [];
  return {
    waiting: createDynamoDbWaitingEvents(engine.client, tableName, now),
    order: createDynamoDbConversationOrder(engine.client, {
      tableName,
      maxAttempts: 3,
      rememberDays: 14,
      timeoutSeconds: 30,
      now,
      sendToDeadLetters: async (json) => {
        if (isQueueDown) throw new Error('the queue is down');
        deadLetters.push(json);
      },
    }),
    deadLetters,
  };
}

async function openMemory(): Promise<Opened> {
  return createMemoryConversationOrder({
    maxAttempts: 3,
    nowSeconds: () => nowSeconds,
    onCall: async (_, method) => {
      if (isQueueDown && method === 'moveToDeadLetters') throw new Error('the queue is down');
    },
  });
}

const conversation = 'whatsapp#15550100001#447700900123';

function newEvent(second: number, id = `id-${second}`): NewEvent {
  return {
    conversation,
    position: `2026-01-02T03:04:0${second}.000Z#${id}`,
    id,
    json: JSON.stringify({ second, text: 'grüße 👋' }),
    messageId: 'message-1',
  };
}

describe.each<[string, () => Promise<Opened>]>([
  ['DynamoDB', openDynamoDb],
  ['memory', openMemory],
])('the order of conversations in %s', (_, open) => {
  let opened: Opened;
  const positionOf = ({ position }: WaitingEvent) => position;

  beforeEach(async () => {
    nowSeconds = 1_767_323_045;
    isQueueDown = false;
    opened = await open();
  });

  async function waitingEvent(event: NewEvent): Promise<WaitingEvent> {
    const [found] = await opened.order.readWaiting(conversation, event.position, event.position);
    if (!found) throw new Error(`${event.position} does not wait`);
    return found;
  }

  const read = (from: NewEvent | undefined, to: NewEvent) =>
    opened.order.readWaiting(conversation, from?.position, to.position);

  it('returns the waiting events of one conversation between two positions, in order', async () => {
    const [first, second, third] = [newEvent(1), newEvent(2), newEvent(3)];
    for (const event of [third, first, second]) await opened.waiting.add(event);
    await opened.waiting.add({ ...newEvent(2, 'other'), conversation: 'whatsapp#1#2' });

    expect(await read(undefined, third)).toEqual(
      [first, second, third].map(({ position, id, json }) => ({ position, ticketId: id, json })),
    );
    expect((await read(second, second)).map(positionOf)).toEqual([second.position]);
    expect((await read(undefined, second)).map(positionOf)).toEqual([
      first.position,
      second.position,
    ]);
  });

  it('never returns how far the conversation has come as an event', async () => {
    const event = newEvent(1);
    await opened.waiting.add(event);
    const before = await opened.order.readProgress(conversation);
    await opened.order.begin(conversation, await waitingEvent(event), before);

    expect(await read(undefined, { ...event, position: '~' })).toHaveLength(1);
  });

  it('stores an event once, and gives its ticket the same id each time while it waits', async () => {
    const event = newEvent(1);

    expect(await opened.waiting.add(event)).toBe('id-1');
    expect(await opened.waiting.add({ ...event, messageId: 'message-2' })).toBe('id-1');
    expect(await read(undefined, event)).toHaveLength(1);
  });

  it('remembers an event that was handled', async () => {
    const event = newEvent(1);
    await opened.waiting.add(event);
    await opened.order.complete(conversation, await waitingEvent(event));

    expect(await opened.waiting.add(event)).toBeUndefined();
    expect(await read(undefined, event)).toEqual([]);
  });

  it('counts the attempts of the latest event, and knows the furthest', async () => {
    const [first, second] = [newEvent(1), newEvent(2)];
    for (const event of [first, second]) await opened.waiting.add(event);
    const { order } = opened;
    const none = await order.readProgress(conversation);
    const once = await order.begin(conversation, await waitingEvent(second), none);
    const twice = await order.begin(conversation, await waitingEvent(second), once);
    const late = await order.begin(conversation, await waitingEvent(first), twice);

    expect(none).toEqual({
      begunUntil: undefined,
      latest: undefined,
      attempts: 0,
      beginnings: 0,
      busyUntilSeconds: 0,
    });
    const { position: begunUntil } = second;
    expect(twice).toMatchObject({ begunUntil, latest: { ticketId: 'id-2' }, attempts: 2 });
    expect(late).toMatchObject({ begunUntil, latest: { ticketId: 'id-1' }, attempts: 1 });
    expect(await order.readProgress(conversation)).toEqual(late);
  });

  it('is busy until the event that began has ended, or its invocation has run out of time', async () => {
    const event = newEvent(1);
    await opened.waiting.add(event);
    const { order } = opened;
    const isBusy = async () => order.isBusy(conversation, await order.readProgress(conversation));
    expect(await isBusy()).toBe(false);
    const begun = await waitingEvent(event);
    await order.begin(conversation, begun, await order.readProgress(conversation));

    expect(await isBusy()).toBe(true);
    nowSeconds += 30;
    expect(await isBusy()).toBe(true);
    nowSeconds += 2;
    expect(await isBusy()).toBe(false);
    nowSeconds -= 32;
    await order.complete(conversation, begun);
    expect(await isBusy()).toBe(false);
  });

  it('is not busy any more when its last beginning was released, and no other one was', async () => {
    const event = newEvent(1);
    await opened.waiting.add(event);
    const { order } = opened;
    const isBusy = async () => order.isBusy(conversation, await order.readProgress(conversation));
    const waits = await waitingEvent(event);
    const first = await order.begin(conversation, waits, await order.readProgress(conversation));
    const second = await order.begin(conversation, waits, first);
    await order.release(conversation, first);
    expect(await isBusy()).toBe(true);
    await order.release(conversation, second);
    expect(await isBusy()).toBe(false);
    const { attempts, begunUntil } = await order.readProgress(conversation);
    expect({ attempts, begunUntil }).toEqual({ attempts: 2, begunUntil: waits.position });
  });

  it('gives back an attempt that does not count', async () => {
    const event = newEvent(1);
    await opened.waiting.add(event);
    const { order } = opened;
    const waits = await waitingEvent(event);
    const first = await order.begin(conversation, waits, await order.readProgress(conversation));
    const second = await order.begin(conversation, waits, first);
    await order.release(conversation, first, false);
    expect((await order.readProgress(conversation)).attempts).toBe(2);
    await order.release(conversation, second, false);
    const before = await order.readProgress(conversation);
    expect(before.attempts).toBe(1);
    expect((await order.begin(conversation, waits, before)).attempts).toBe(2);
  });

  it('lets one of two invocations begin', async () => {
    const event = newEvent(1);
    await opened.waiting.add(event);
    const before = await opened.order.readProgress(conversation);
    const begun = await waitingEvent(event);
    await opened.order.begin(conversation, begun, before);

    await expect(opened.order.begin(conversation, begun, before)).rejects.toMatchObject({
      code: 'event_in_progress',
    });
  });

  it('sends an event to the dead letters, and lets it wait again when it comes back', async () => {
    const event = newEvent(1);
    await opened.waiting.add(event);
    await opened.order.moveToDeadLetters(conversation, await waitingEvent(event));

    expect(opened.deadLetters).toEqual([event.json]);
    expect(await read(undefined, event)).toEqual([]);
    const again = { ...event, messageId: 'message-2' };
    expect(await opened.waiting.add(again)).toBe('id-1#message-2');
    expect(await opened.waiting.add(again)).toBe('id-1#message-2');
    expect(await read(undefined, event)).toEqual([
      { position: event.position, ticketId: 'id-1#message-2', json: event.json },
    ]);
  });

  it('counts the attempts of an event that came back from the first', async () => {
    const event = newEvent(1);
    const { waiting, order } = opened;
    await waiting.add(event);
    const before = await order.readProgress(conversation);
    const begun = await order.begin(conversation, await waitingEvent(event), before);
    expect(begun.attempts).toBe(1);
    await order.moveToDeadLetters(conversation, await waitingEvent(event));
    await waiting.add({ ...event, messageId: 'message-2' });
    const again = await order.begin(conversation, await waitingEvent(event), begun);
    expect(again.attempts).toBe(1);
  });

  it('remembers an event that came back and was handled then', async () => {
    const event = newEvent(1);
    const { waiting, order } = opened;
    await waiting.add(event);
    await order.moveToDeadLetters(conversation, await waitingEvent(event));
    await waiting.add({ ...event, messageId: 'message-2' });
    await order.complete(conversation, await waitingEvent(event));
    expect(await waiting.add({ ...event, messageId: 'message-3' })).toBeUndefined();
  });

  it('lets an event wait that could not be sent to the dead letters', async () => {
    const event = newEvent(1);
    await opened.waiting.add(event);
    const waits = await waitingEvent(event);
    isQueueDown = true;
    await expect(opened.order.moveToDeadLetters(conversation, waits)).rejects.toThrow('down');
    expect((await read(undefined, event)).map(positionOf)).toEqual([event.position]);
  });
});

it('deletes an event that waits a day after its ticket, also when it gets a new one', async () => {
  nowSeconds = 1_767_323_045;
  isQueueDown = false;
  const { waiting, order } = await openDynamoDb();
  const event = newEvent(1);
  const days = 24 * 60 * 60;
  const secondsLeft = async () => {
    const { Item } = await engine.client.send(
      new GetItemCommand({
        TableName: `order-${tables}`,
        Key: keyOf(conversation, event.position),
        ConsistentRead: true,
      }),
    );
    return Number(Item?.expiresAt?.N) - nowSeconds;
  };
  await waiting.add(event);
  expect(await secondsLeft()).toBe(15 * days);
  nowSeconds += 10 * days;
  await waiting.add(event);
  expect(await secondsLeft()).toBe(15 * days);
  await order.moveToDeadLetters(conversation, {
    position: event.position,
    ticketId: event.id,
    json: event.json,
  });
  nowSeconds += 10 * days;
  await waiting.add({ ...event, messageId: 'message-2' });
  expect(await secondsLeft()).toBe(15 * days);
});
