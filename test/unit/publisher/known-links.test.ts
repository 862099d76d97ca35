import { expect, it } from 'vitest';
import { createKnownLinks } from '../../../functions/publisher/known-links.ts';

const hourMs = 3_600_000;

it.each([
  ['the time of day', { wall: 1, monotonic: 0 }],
  ['the other clock, also after the time of day was set back', { wall: -10, monotonic: 1 }],
])('remembers a link for an hour by %s, from when it was last found in the table', (_, rate) => {
  let elapsedMs = 0;
  const known = createKnownLinks({
    now: () => new Date(1e12 + rate.wall * elapsedMs),
    monotonicMs: () => rate.monotonic * elapsedMs,
  });
  known.add('a');
  elapsedMs = hourMs - 1;
  expect(known.has('a')).toBe(true);
  elapsedMs = hourMs;
  expect(known.has('a')).toBe(false);
  known.add('a');
  expect(known.has('a')).toBe(true);
});

it('remembers 50,000 links, and forgets the oldest first', () => {
  const known = createKnownLinks({ now: () => new Date(0), monotonicMs: () => 0 });
  for (let link = 0; link < 50_000; link += 1) known.add(`${link}`);
  known.add('0');
  known.add('new');
  expect(['0', '1', '2', 'new'].map(known.has)).toEqual([true, false, true, true]);
});
