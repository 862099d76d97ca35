import { expect, it } from 'vitest';
import {
  conversationIndexKey,
  quarantineDayPartitions,
  quarantineIndexKey,
} from '../../../shared/table/index-keys.ts';
import { eventId } from '../../../shared/table/record-key.ts';

it('a day in quarantine is spread evenly over its eight partitions, and over no other', () => {
  const counts = new Map(quarantineDayPartitions('2026-01-02').map((partition) => [partition, 0]));
  expect(counts.size).toBe(8);
  for (let item = 0; item < 8_000; item += 1) {
    const pk = `quarantine#incs#${item}`;
    const { partition } = quarantineIndexKey({
      receivedAt: '2026-01-02T23:59:59.999Z',
      eventId: eventId({ pk, sk: 'item' }),
      pk,
    });
    counts.set(partition, (counts.get(partition) ?? Number.NaN) + 1);
  }
  for (const [partition, count] of counts) {
    expect(Math.abs(count - 1_000), `${partition}: ${count}`).toBeLessThan(100);
  }
});

it('messages of one second are in the order of their milliseconds', () => {
  const times = ['04.999', '05.000', '05.001', '05.010', '05.999', '06.000'].map(
    (seconds) => `2026-01-02T03:04:${seconds}Z`,
  );
  const sorts = times.map((occurredAt) => {
    return conversationIndexKey({ conversationKey: 'whatsapp#1#2', occurredAt }).sort;
  });
  expect(new Set(sorts).size).toBe(times.length);
  expect(sorts.toSorted()).toEqual(sorts);
});
