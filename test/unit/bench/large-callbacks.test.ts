import { expect, it } from 'vitest';
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

it('a callback of each kind is another one every time', async () => {
  for (const kind of kinds) {
    const [first, second] = [await toEventText(kind), await toEventText(kind)];
    const ids = [...(first + second).matchAll(/wamid\.\w+/g)].map(([id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});
