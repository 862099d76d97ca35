import { CreateTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoDbDeduplication } from '../../sdk/deduplication/index.ts';
import type { Deduplication } from '../../sdk/handler/index.ts';
import { startEventsTable } from '../support/events-table.ts';

const id = '7a1c2f00-0000-8000-8000-000000000001';
let engine: Awaited<ReturnType<typeof startEventsTable>>;
let now: Date;
let deduplication: Deduplication;
let tables = 0;

beforeAll(async () => {
  engine = await startEventsTable();
});

afterAll(() => engine.stop());

beforeEach(async () => {
  tables += 1;
  const TableName = `handled-${tables}`;
  await engine.client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  now = new Date('2026-01-02T03:04:05.000Z');
  deduplication = createDynamoDbDeduplication(engine.client, TableName, {
    claimSeconds: 60,
    rememberDays: 14,
    now: () => now,
  });
});

async function claim() {
  const claimed = await deduplication.claim(id);
  if (claimed.outcome !== 'claimed') throw new Error(claimed.outcome);
  return claimed;
}

const outcome = async () => (await deduplication.claim(id)).outcome;
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('deduplication in a table', () => {
  it('lets exactly one of many invocations claim an event', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, outcome));
    expect(outcomes.filter((it) => it === 'claimed')).toHaveLength(1);
    expect(outcomes.filter((it) => it === 'in_progress')).toHaveLength(19);
  });

  it('remembers a completed event for the configured number of days', async () => {
    await (await claim()).complete();
    expect(await outcome()).toBe('done');
    now = later(14 * 24 * 60 * 60);
    expect(await outcome()).toBe('done');
    now = later(1);
    expect(await outcome()).toBe('claimed');
  });

  it('lets a released event be claimed again', async () => {
    await (await claim()).release();
    expect(await outcome()).toBe('claimed');
  });

  it('lets an event be claimed again when its claim has expired, and not before', async () => {
    await claim();
    now = later(60);
    expect(await outcome()).toBe('in_progress');
    now = later(1);
    expect(await outcome()).toBe('claimed');
  });

  it('does not release the later claim of another invocation', async () => {
    const first = await claim();
    now = later(61);
    await claim();
    await first.release();
    expect(await outcome()).toBe('in_progress');
  });

  it('stores the time at which an item may be deleted', async () => {
    await (await claim()).complete();
    const { Item } = await engine.client.send(
      new GetItemCommand({ TableName: `handled-${tables}`, Key: { id: { S: id } } }),
    );
    expect(Number(Item?.expiresAt?.N)).toBe(now.getTime() / 1000 + 14 * 24 * 60 * 60);
  });
});
