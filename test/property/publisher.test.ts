import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BusEntry,
  maxEntries,
  type PublisherPorts,
  type PublishOutcome,
} from '../../functions/publisher/ports.ts';
import { maxCalls } from '../../functions/publisher/publish-in-lanes.ts';
import { publishRecords } from '../../functions/publisher/publish-records.ts';
import { createMemoryDeadLetterStore } from '../support/memory-dead-letter-store.ts';
import { createMemoryItemStore } from '../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../support/memory-link-store.ts';

/** An event record in a batch, and what goes wrong with it. */
interface Drawn {
  readonly message: number;
  /** Its second id, of a few: some messages have the same one. */
  readonly secondId: number | undefined;
  /** How often the bus refuses the entry before it takes it, or before it rejects it for ever. */
  readonly failures: number;
  readonly isRejected: boolean;
  /** How often the table refuses the alias. */
  readonly aliasFailures: number;
}

const seldom = <T>(value: fc.Arbitrary<T>, otherwise: T) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: value });

const drawn: fc.Arbitrary<Drawn> = fc.record({
  message: fc.integer({ min: 0, max: 200 }),
  secondId: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined, freq: 2 }),
  failures: seldom(fc.integer({ min: 1, max: 9 }), 0),
  isRejected: seldom(fc.constant(true), false),
  aliasFailures: seldom(fc.integer({ min: 1, max: 9 }), 0),
});
const batches = fc.array(drawn, { minLength: 1, maxLength: 500, size: 'max' });

const idOf = (index: number) => `event-${index}`;

function toRecord({ message, secondId }: Drawn, index: number): DynamoDBRecord {
  const providerMessageId = secondId === undefined ? undefined : `second-${secondId}`;
  const detail = {
    metadata: { id: idOf(index), provider: 'incs', type: 'message.received' },
    data: { message: { id: `wamid.${message}`, providerMessageId } },
  };
  return {
    eventID: idOf(index),
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(index).padStart(6, '0'),
      NewImage: {
        pk: { S: `message#incs#wamid.${message}` },
        publish: { N: '1' },
        detail: { S: JSON.stringify(detail) },
      },
    },
  };
}

/** AWS with the faults that were drawn. Calls end in an order that the scheduler decides. */
function createFaultyAws(all: readonly Drawn[], scheduler: fc.Scheduler) {
  const left = new Map(all.map(({ failures }, index) => [idOf(index), failures]));
  const aliasFailures = new Map(
    all.map(({ secondId, aliasFailures: failures }) => [
      `message#incs#second-${secondId}`,
      failures,
    ]),
  );
  const memory = createMemoryItemStore();
  const published: number[] = [];
  const underWay = new Set<number>();
  const calls = { underWay: 0, isStopped: false };

  const indexOf = ({ detail }: BusEntry) =>
    Number(JSON.parse(detail).metadata.id.slice('event-'.length));

  function outcomeOf(index: number): PublishOutcome {
    const failures = left.get(idOf(index)) ?? 0;
    left.set(idOf(index), failures - 1);
    if (failures > 0) return 'failed';
    if (all[index]?.isRejected) return 'rejected';
    published.push(index);
    return 'published';
  }

  const bus: PublisherPorts['bus'] = {
    async publish(entries) {
      const indexes = entries.map(indexOf);
      expect(indexes.length).toBeLessThanOrEqual(maxEntries);
      calls.underWay += 1;
      expect(calls.underWay).toBeLessThanOrEqual(maxCalls);
      expect(calls.isStopped, 'a call begins after another one failed').toBe(false);
      for (const index of indexes) {
        const { message, secondId } = all[index] ?? {};
        const others = [...underWay].map((other) => all[other]?.message);
        expect(others, 'two events of a message are under way').not.toContain(message);
        underWay.add(index);
        if (secondId === undefined) continue;
        const partitions = memory.items().map(({ pk }) => pk?.S);
        expect(partitions, 'the alias is missing').toContain(`message#incs#second-${secondId}`);
      }
      await scheduler.schedule(Promise.resolve(), 'bus');
      for (const index of indexes) underWay.delete(index);
      calls.underWay -= 1;
      const outcomes = indexes.map(outcomeOf);
      if (outcomes.includes('failed')) calls.isStopped = true;
      return outcomes;
    },
  };
  const items: PublisherPorts['items'] = {
    async insert(given) {
      await scheduler.schedule(Promise.resolve(), 'table');
      memory.refused.clear();
      for (const { pk } of given) {
        const failures = aliasFailures.get(pk?.S ?? '') ?? 0;
        aliasFailures.set(pk?.S ?? '', failures - 1);
        if (failures > 0) memory.refused.add(pk?.S ?? '');
      }
      return memory.insert(given);
    },
  };
  /** What failed is offered again only after a wait. */
  async function waitMs(): Promise<void> {
    calls.isStopped = false;
  }
  const begin = () => {
    calls.isStopped = false;
  };
  const links = createMemoryLinkStore(memory);
  return {
    bus,
    items,
    links,
    published,
    begin,
    waitMs,
    deadLetters: createMemoryDeadLetterStore(),
  };
}

/** Invokes the publisher as Lambda does: again from the record that it returns, until all are done. */
async function publishAll(
  all: readonly Drawn[],
  aws: ReturnType<typeof createFaultyAws>,
  { forgets }: { readonly forgets: boolean },
): Promise<void> {
  let finished = new Set<string>();
  let records: readonly DynamoDBRecord[] = all.map(toRecord);
  for (let invocation = 0; records.length > 0; invocation += 1) {
    expect(invocation).toBeLessThan(all.length * 10);
    if (forgets) finished = new Set();
    aws.begin();
    const next = await publishRecords(records, {
      ...aws,
      finished,
      log: { info() {}, warn() {}, error() {} },
      hasTime: () => true,
    });
    const isDone = (record: DynamoDBRecord) =>
      aws.published.includes(Number(record.eventID?.slice('event-'.length))) ||
      aws.deadLetters.records.has(record.dynamodb?.SequenceNumber ?? '');
    const done = records.findIndex((record) => !isDone(record));
    const repeated = records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === next);
    // An environment that remembers nothing may ask for records that an earlier one has finished.
    if (!forgets) expect(repeated).toBe(done);
    if (next !== undefined && done >= 0) expect(repeated).toBeLessThanOrEqual(done);
    if (next === undefined) expect(done).toBe(-1);
    records = next === undefined ? [] : records.slice(repeated);
  }
}

/** The order in which the events of each message first reached the bus is that of the stream. */
function expectOrder(all: readonly Drawn[], published: readonly number[]): void {
  const last = new Map<number, number>();
  for (const index of new Set(published)) {
    const message = all[index]?.message ?? -1;
    expect(index).toBeGreaterThan(last.get(message) ?? -1);
    last.set(message, index);
  }
}

describe('a batch of any records, with any faults, whose calls end in any order', () => {
  it('is on the bus once, in order within each message, and without what the bus rejects', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.scheduler(), async (all, scheduler) => {
        const aws = createFaultyAws(all, scheduler);
        await scheduler.waitFor(publishAll(all, aws, { forgets: false }));
        const expected = all.flatMap(({ isRejected }, index) => (isRejected ? [] : [index]));
        expect(aws.published.toSorted((a, b) => a - b)).toEqual(expected);
        expect(aws.deadLetters.records.size).toBe(all.length - expected.length);
        expectOrder(all, aws.published);
      }),
      { numRuns: 40 },
    );
  });

  it('is repeated from the first record that is not done, when no environment remembers it', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.scheduler(), async (all, scheduler) => {
        const aws = createFaultyAws(all, scheduler);
        await scheduler.waitFor(publishAll(all, aws, { forgets: true }));
        expect(new Set(aws.published).size).toBe(all.filter((each) => !each.isRejected).length);
        expectOrder(all, aws.published);
      }),
      { numRuns: 40 },
    );
  });
});
