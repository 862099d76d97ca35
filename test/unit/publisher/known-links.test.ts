import { expect, it } from 'vitest';
import { createKnownLinks } from '../../../functions/publisher/known-links.ts';

it('remembers a link for an hour, from when it was last found in the table', () => {
  let nowMs = 0;
  const known = createKnownLinks(() => nowMs);
  known.add('a');
  nowMs = 3_599_999;
  expect(known.has('a')).toBe(true);
  nowMs = 3_600_000;
  expect(known.has('a')).toBe(false);
  known.add('a');
  expect(known.has('a')).toBe(true);
});

it('remembers 50,000 links, and forgets the oldest first', () => {
  const known = createKnownLinks(() => 0);
  for (let link = 0; link < 50_000; link += 1) known.add(`${link}`);
  known.add('0');
  known.add('new');
  expect(['0', '1', '2', 'new'].map(known.has)).toEqual([true, false, true, true]);
});
