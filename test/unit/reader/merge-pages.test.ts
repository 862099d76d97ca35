import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergePages } from '../../../shared/reader/merge-pages.ts';

/** Some lists of different numbers, each in order, and how many of each a page has. */
const lists = fc
  .uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 30, size: 'max' })
  .chain((all) =>
    fc.record({
      queues: fc
        .array(fc.integer({ min: 0, max: 2 }), { minLength: all.length, maxLength: all.length })
        .map((owners) =>
          [0, 1, 2].map((queue) =>
            all.filter((_, index) => owners[index] === queue).toSorted((a, b) => a - b),
          ),
        ),
      pageSize: fc.integer({ min: 1, max: 8 }),
      limit: fc.integer({ min: 1, max: 12 }),
    }),
  );

it('several lists are one list, page after page, with nothing left out and nothing twice', () => {
  fc.assert(
    fc.property(lists, ({ queues, pageSize, limit }) => {
      const all = queues.flat().toSorted((a, b) => a - b);
      const read: number[] = [];
      for (let hasMore = true; hasMore; ) {
        const after = read.at(-1) ?? -1;
        const pages = queues.map((queue) => {
          const left = queue.filter((each) => each > after);
          return { items: left.slice(0, pageSize), hasMore: left.length > pageSize };
        });
        const page = mergePages(pages, limit, (one, other) => one < other);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        expect(page.hasMore).toBe(read.length + page.items.length < all.length);
        read.push(...page.items);
        hasMore = page.hasMore;
      }
      expect(read).toEqual(all);
    }),
  );
});
