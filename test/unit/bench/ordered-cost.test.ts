import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { createDynamoDbConversationOrder } from '../../../sdk/ordering/dynamodb-conversation-order.ts';
import { createDynamoDbWaitingEvents } from '../../../sdk/ordering/dynamodb-waiting-events.ts';
import { orderTable } from '../../../sdk/ordering/order-items.ts';
import {
  meanOrderedWriteUnits,
  orderedCost,
  orderedWriteUnits,
  totalOrderedCost,
} from '../../bench/cost/ordered.ts';
import { startEventsTable } from '../../support/events-table.ts';
import { delivered, readGoldenEvents } from '../../support/golden-events.ts';

it('counts the write units that the engine counts', async () => {
  const engine = await startEventsTable();
  try {
    await engine.client.send(
      new CreateTableCommand({
        TableName: 'order',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: orderTable.partitionKey, AttributeType: 'S' },
          { AttributeName: orderTable.sortKey, AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: orderTable.partitionKey, KeyType: 'HASH' },
          { AttributeName: orderTable.sortKey, KeyType: 'RANGE' },
        ],
      }),
    );
    let consumed = 0;
    engine.client.middlewareStack.add(
      (next) => async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const { ConsumedCapacity } = result.output as {
          ConsumedCapacity?: { CapacityUnits?: number };
        };
        consumed += ConsumedCapacity?.CapacityUnits ?? 0;
        return result;
      },
      { step: 'initialize' },
    );
    const waiting = createDynamoDbWaitingEvents(engine.client, 'order', () => new Date());
    const order = createDynamoDbConversationOrder(engine.client, {
      tableName: 'order',
      maxAttempts: 5,
      rememberDays: 14,
      timeoutSeconds: 30,
      now: () => new Date(),
      sendToDeadLetters: async () => {},
    });
    const none = {
      begunUntil: undefined,
      latest: undefined,
      attempts: 0,
      beginnings: 0,
      busyUntilSeconds: 0,
    };
    const largest = readGoldenEvents().toSorted(
      (a, b) => JSON.stringify(b).length - JSON.stringify(a).length,
    );
    for (const [index, event] of [largest.at(0), largest.at(-1)].entries()) {
      if (!event) throw new Error('there are no goldens');
      const { id, occurredAt } = event.detail.metadata;
      const conversation = `conversation ${index}`;
      const position = `${occurredAt}#${id}`;
      const json = JSON.stringify(delivered(event));
      consumed = 0;
      await waiting.add({ conversation, position, id, json, messageId: 'message' });
      await order.begin(conversation, { position, ticketId: id, json }, none);
      await order.complete(conversation, { position, ticketId: id, json });
      expect(consumed).toBe(orderedWriteUnits(event));
    }
  } finally {
    await engine.stop();
  }
});

it('costs less for events that come in batches', () => {
  const units = meanOrderedWriteUnits();
  const [alone, batched] = [1, 10].map((size) => totalOrderedCost(orderedCost(size, units)));
  expect(batched).toBeLessThan(alone ?? 0);
  expect(alone).toBeCloseTo(5.6, 0);
});
