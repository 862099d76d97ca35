import { expect, it } from 'vitest';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import {
  type CallbackKind,
  callbackKinds,
  toEventText,
} from '../../bench/large-callbacks/callbacks.ts';

const kinds = Object.keys(callbackKinds) as CallbackKind[];

it('a callback is within what Meta documents: 1,000 updates and 3 MB', () => {
  const sizes = kinds.map((kind) => Buffer.byteLength(callbackKinds[kind]()));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(3_000_000);
  expect(Math.max(...sizes)).toBeGreaterThan(2_900_000);
});

it.each([
  ['1,000 updates, 500 of them conflicts', { event: 1_000 }],
  ['1,000 unreadable updates', { unrecognized: 1_000 }],
  ['1,000 unmapped items', { unmapped: 1_000 }],
] as const)('a callback has the items that its name says: %s', async (kind, counts) => {
  const { normalize } = await loadProvider('meta');
  const results = normalize(JSON.parse(callbackKinds[kind]()), { channels: {} });
  const byKind = Map.groupBy(results, (result) => result.kind);
  const counted = [...byKind].map(([name, { length }]) => [name, length] as const);
  expect(Object.fromEntries(counted)).toEqual(counts);
});

it('a callback of each kind is another one every time', async () => {
  for (const kind of kinds) {
    const [first, second] = [await toEventText(kind), await toEventText(kind)];
    const ids = [...(first + second).matchAll(/wamid\.\w+/g)].map(([id]) => id);
    // Of conflicts, half of the ids are there twice.
    const most = kind.includes('conflicts') ? ids.length / 2 : ids.length;
    expect(new Set(ids).size).toBe(most);
  }
});
