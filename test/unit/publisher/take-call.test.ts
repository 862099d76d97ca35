import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeCall } from '../../../functions/publisher/publish-in-lanes.ts';

const toEvent = (pk: string, bytes = 100) => ({
  pk,
  entry: { source: 's', detailType: 't', detail: 'x'.repeat(bytes - 2) },
});
type Events = readonly ReturnType<typeof toEvent>[];
const numbered = (count: number) => Array.from({ length: count }, (_, n) => toEvent(`${n}`));
const none: ReadonlySet<string> = new Set();

/** The calls that are taken one after the other, when each is done before the next is taken. */
function toCalls(events: Events): readonly Events[] {
  const calls: Events[] = [];
  for (let waiting = events; waiting.length > 0; ) {
    const { call, rest } = takeCall(waiting, none);
    calls.push(call);
    waiting = rest;
  }
  return calls;
}
const sizesOf = (events: Events) => toCalls(events).map((call) => call.length);
const keysOf = (events: Events) => events.map(({ pk }) => pk);

describe('calls', () => {
  it.each([
    [0, []],
    [1, [1]],
    [9, [9]],
    [10, [10]],
    [11, [10, 1]],
    [20, [10, 10]],
    [1_000, Array.from({ length: 100 }, () => 10)],
  ])('of %i events have at most ten each', (count, sizes) => {
    expect(sizesOf(numbered(count))).toEqual(sizes);
  });

  it('have at most 1,000,000 bytes each', () => {
    expect(sizesOf([toEvent('a', 600_000), toEvent('b', 400_000)])).toEqual([2]);
    expect(sizesOf([toEvent('a', 600_000), toEvent('b', 400_001)])).toEqual([1, 1]);
  });

  it('take a small event past a large one that does not fit', () => {
    const events = [toEvent('a', 600_000), toEvent('b', 500_000), toEvent('c')];
    expect(toCalls(events).map(keysOf)).toEqual([['a', 'c'], ['b']]);
  });

  it('have one event of a message each, and are filled with those of other messages', () => {
    const events = ['a', 'a', 'b', 'a', 'c', 'b'].map((pk) => toEvent(pk));
    expect(toCalls(events).map(keysOf)).toEqual([['a', 'b', 'c'], ['a', 'b'], ['a']]);
  });

  it('take no event of a message whose earlier event does not fit', () => {
    const events = [toEvent('a', 600_000), toEvent('b', 500_000), toEvent('b')];
    expect(toCalls(events).map(keysOf)).toEqual([['a'], ['b'], ['b']]);
  });

  it('take no event of a message of which another is under way', () => {
    const events = ['a', 'b', 'a'].map((pk) => toEvent(pk));
    const { call, rest } = takeCall(events, new Set(['a']));
    expect([keysOf(call), keysOf(rest)]).toEqual([['b'], ['a', 'a']]);
  });

  const events = fc.array(
    fc.record({ pk: fc.integer({ max: 30, min: 0 }), bytes: fc.constantFrom(10, 9_000, 390_000) }),
    { maxLength: 100 },
  );
  const busyOnes = fc.uniqueArray(fc.integer({ max: 30, min: 0 }), { maxLength: 10 });

  it('take as much as fits, in order within each message, and leave the rest in order', () => {
    fc.assert(
      fc.property(events, busyOnes, (drawn, busyKeys) => {
        const all = drawn.map(({ pk, bytes }) => toEvent(`${pk}`, bytes));
        const busy = new Set(busyKeys.map(String));
        const { call, rest } = takeCall(all, busy);
        const inOrder = (part: Events) => part.map((event) => all.indexOf(event));
        expect([...inOrder(call), ...inOrder(rest)].toSorted((a, b) => a - b)).toEqual(
          all.map((_event, index) => index),
        );
        expect(inOrder(call)).toEqual(inOrder(call).toSorted((a, b) => a - b));
        expect(inOrder(rest)).toEqual(inOrder(rest).toSorted((a, b) => a - b));
        expect(fits(call)).toBe(true);
        const first = (pk: string) => all.find((event) => event.pk === pk);
        for (const event of call) {
          expect(busy.has(event.pk)).toBe(false);
          expect(event).toBe(first(event.pk));
        }
        // What is left is not the first of its message, or its message is busy, or it does not fit.
        const takeable = rest.find((event) => event === first(event.pk) && !busy.has(event.pk));
        if (takeable !== undefined) expect(fits([...call, takeable])).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

function fits(call: Events): boolean {
  const bytes = call.reduce((sum, { entry }) => sum + entry.detail.length + 2, 0);
  const messages = new Set(keysOf(call));
  return call.length <= 10 && bytes <= 1_000_000 && messages.size === call.length;
}
