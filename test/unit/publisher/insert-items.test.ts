import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { insertItems } from '../../../functions/publisher/insert-items.ts';
import { createMemoryItemStore } from '../../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../../support/memory-link-store.ts';

it('the items beside a full batch, three of each event, are inserted by no more calls at a time than have connections', async () => {
  const memory = createMemoryItemStore();
  const calls = { underWay: 0, most: 0, all: 0 };
  const insert: typeof memory.insert = async (items) => {
    calls.underWay += 1;
    calls.all += 1;
    calls.most = Math.max(calls.most, calls.underWay);
    await setImmediate();
    calls.underWay -= 1;
    return memory.insert(items);
  };
  const items = Array.from({ length: 3_000 }, (_, index) => ({
    pk: { S: `message#incs#${index}` },
    sk: { S: 'alias' },
  }));
  const isStored = await insertItems(items, {
    items: { insert },
    links: createMemoryLinkStore(memory),
    bus: { publish: async () => [] },
    deadLetters: { store: async () => {} },
    log: { info() {}, warn() {}, error() {} },
    waitMs: async () => {},
    hasTime: () => true,
    finished: new Set(),
  });
  expect(items.every(isStored)).toBe(true);
  expect(calls.all).toBe(120);
  expect(calls.most).toBeGreaterThan(40);
  expect(calls.most).toBeLessThanOrEqual(50);
});
