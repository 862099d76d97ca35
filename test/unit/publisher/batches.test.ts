import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBatches } from '../../../functions/publisher/batches.ts';

const toItem = (pk: string, bytes = 100) => ({
  pk,
  entry: { source: 's', detailType: 't', detail: 'x'.repeat(bytes - 2) },
});
const numbered = (count: number) => Array.from({ length: count }, (_, n) => toItem(`${n}`));
const sizesOf = (items: Parameters<typeof toBatches>[0]) =>
  toBatches(items).map((batch) => batch.length);

describe('batches', () => {
  it.each([
    [0, []],
    [1, [1]],
    [9, [9]],
    [10, [10]],
    [11, [10, 1]],
    [20, [10, 10]],
    [100, Array.from({ length: 10 }, () => 10)],
  ])('of %i records have at most ten each', (count, sizes) => {
    expect(sizesOf(numbered(count))).toEqual(sizes);
  });

  it('have at most 1,000,000 bytes each', () => {
    expect(sizesOf([toItem('a', 600_000), toItem('b', 400_000)])).toEqual([2]);
    expect(sizesOf([toItem('a', 600_000), toItem('b', 400_001)])).toEqual([1, 1]);
  });

  it('have one record of a message each, whatever records are between two of them', () => {
    const items = ['a', 'b', 'a', 'c', 'b'].map((pk) => toItem(pk));
    expect(toBatches(items).map((batch) => batch.map(({ pk }) => pk))).toEqual([
      ['a', 'b'],
      ['a', 'c', 'b'],
    ]);
  });

  const items = fc.array(
    fc.record({ pk: fc.integer({ max: 30, min: 0 }), bytes: fc.constantFrom(10, 9_000, 390_000) }),
    { maxLength: 100 },
  );

  it('hold every record once, in order, within the limits, and end only where one must', () => {
    fc.assert(
      fc.property(items, (drawn) => {
        const all = drawn.map(({ pk, bytes }) => toItem(`${pk}`, bytes));
        const batches = toBatches(all);
        expect(batches.flat().every((item, index) => item === all[index])).toBe(true);
        expect(batches.flat()).toHaveLength(all.length);
        for (const [index, batch] of batches.entries()) {
          expect(fits(batch)).toBe(true);
          const next = batches[index + 1]?.[0];
          expect(next === undefined || !fits([...batch, next])).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function fits(batch: Parameters<typeof toBatches>[0]): boolean {
  const bytes = batch.reduce((sum, { entry }) => sum + entry.detail.length + 2, 0);
  const messages = new Set(batch.map(({ pk }) => pk));
  return batch.length <= 10 && bytes <= 1_000_000 && messages.size === batch.length;
}
