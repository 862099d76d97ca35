import { describe, expect, it } from 'vitest';
import { toEventRecords } from '../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { type EventItem, toEventItem } from '../../shared/table/event-item.ts';
import { fixtureReceivedAt, readFixtures } from '../../tools/dev/fixtures.ts';
import { cloudApiBatch } from '../bench/cpu/cloud-api-batch.ts';
import { median } from '../bench/statistics.ts';

/** DynamoDB counts writes in steps of this; names count like values. */
const writeUnitBytes = 1024;

function sizeOf(attributes: Partial<EventItem>): number {
  return Object.entries(attributes).reduce((bytes, [name, value]) => {
    const [content] = Object.values(value);
    const contentBytes = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
    return bytes + name.length + contentBytes;
  }, 0);
}

/** Write units of an item: the table's, and those of the index that a message is in. */
function writeUnits(item: EventItem): number {
  const units = (bytes: number) => Math.ceil(bytes / writeUnitBytes);
  const { raw: _, publish: __, ...indexed } = item;
  return units(sizeOf(item)) + (item.conversation ? units(sizeOf(indexed)) : 0);
}

async function itemsOfFixtures(): Promise<readonly EventItem[]> {
  const items = readFixtures()
    .filter(({ name }) => !name.startsWith('invalid.'))
    .map(async ({ provider, payload }) => {
      const delivery = { text: JSON.stringify(JSON.parse(payload)), headers: {} };
      const receipt = { provider, receivedAt: fixtureReceivedAt };
      const { records } = toEventRecords(delivery, await loadProvider(provider), receipt, {
        channels: {},
      });
      return records.map((record) => toEventItem(record, { publish: true }));
    });
  return (await Promise.all(items)).flat();
}

describe('what an event record costs in the table', async () => {
  const items = await itemsOfFixtures();
  const messages = items.filter(({ sk }) => sk.S === 'message');
  const texts = messages.filter(
    ({ detail }) => JSON.parse(detail.S).data.message.content.kind === 'text',
  );
  const statuses = items.filter(({ sk }) => sk.S.startsWith('status#'));

  it('is two write units for the median message, one for the table and one for the index', () => {
    expect(median(messages.map(writeUnits))).toBe(2);
  });

  it('is the same two for the median text message', () => {
    expect(median(texts.map(writeUnits))).toBe(2);
  });

  it('is one for nine in ten statuses, and two where a provider repeats the message', () => {
    expect(statuses.length).toBeGreaterThan(20);
    const units = statuses.map(writeUnits);
    expect(units.filter((each) => each === 1).length).toBeGreaterThan(0.9 * units.length);
    expect(Math.max(...units)).toBeLessThanOrEqual(2);
  });
});

describe('what a message costs in CPU', async () => {
  const provider = await loadProvider('meta');
  const receipt = { provider: 'meta', receivedAt: fixtureReceivedAt };

  /** The least of several turns: what the machine does beside it can only add to it. */
  const microsecondsEach = (messages: number): number => {
    const delivery = { text: cloudApiBatch(messages).toString(), headers: {} };
    const turns = Array.from({ length: Math.max(4, 8_000 / messages) }, () => {
      const startedAt = process.cpuUsage();
      const { records } = toEventRecords(delivery, provider, receipt, { channels: {} });
      for (const record of records) toEventItem({ ...record, raw: undefined }, { publish: true });
      return process.cpuUsage(startedAt).user / messages;
    });
    return Math.min(...turns);
  };

  it('does not grow with the square of the messages in a body', () => {
    // Both hold more than the young generation does: among fewer, a message is cheaper. What grew
    // with the square would be eight times as dear.
    const ratios: number[] = [];
    while (ratios.length < 5 && !ratios.some((ratio) => ratio < 4)) {
      ratios.push(microsecondsEach(16_000) / microsecondsEach(2_000));
    }
    expect(Math.min(...ratios), `${ratios}`).toBeLessThan(4);
  });
});
