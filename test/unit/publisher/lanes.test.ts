import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lanes, toLanes } from '../../../functions/publisher/publish-in-lanes.ts';

const toEvent = (pk: string, bytes = 100) => ({
  pk,
  entry: { source: 's', detailType: 't', detail: 'x'.repeat(bytes - 2) },
});
type Event = ReturnType<typeof toEvent>;
type Events = readonly Event[];
const numbered = (count: number) => Array.from({ length: count }, (_, n) => toEvent(`${n}`));

/** The calls that are taken one after the other, when each is done before the next is taken. */
function toCalls(events: Events): readonly Events[] {
  const lanes = toLanes(events);
  const calls: Events[] = [];
  for (let call = lanes.takeCall(); call.length > 0; call = lanes.takeCall()) {
    calls.push(call);
    lanes.free(call);
  }
  return calls;
}

/** The calls that can be under way at the same time. */
function takeAll(lanes: Lanes<Event>): readonly Events[] {
  const calls: Events[] = [];
  for (let call = lanes.takeCall(); call.length > 0; call = lanes.takeCall()) calls.push(call);
  return calls;
}
const sizesOf = (events: Events) => toCalls(events).map((call) => call.length);
const keysOf = (events: Events) => events.map(({ pk }) => pk);

describe('the calls of lanes', () => {
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
    const lanes = toLanes(['a', 'b', 'a'].map((pk) => toEvent(pk)));
    const calls = takeAll(lanes);
    expect(calls.map(keysOf)).toEqual([['a', 'b']]);
    lanes.free(calls[0]?.slice(1) ?? []);
    expect(lanes.takeCall(), 'the lane of b is empty').toEqual([]);
    lanes.free(calls[0]?.slice(0, 1) ?? []);
    expect(keysOf(lanes.takeCall())).toEqual(['a']);
  });

  it('take what comes first in the stream, also when its lane has just been freed', () => {
    const events = ['a', 'a', ...Array.from({ length: 12 }, (_, n) => `${n}`)].map((pk) =>
      toEvent(pk),
    );
    const lanes = toLanes(events);
    lanes.free(lanes.takeCall().slice(0, 1));
    expect(lanes.takeCall()[0]).toBe(events[1]);
  });

  const events = fc.array(
    fc.record({ pk: fc.integer({ max: 30, min: 0 }), bytes: fc.constantFrom(10, 9_000, 390_000) }),
    { maxLength: 100 },
  );

  it('take as much as fits, each event once, and in order within each message', () => {
    fc.assert(
      fc.property(events, fc.infiniteStream(fc.nat()), (drawn, draws) => {
        const all = drawn.map(({ pk, bytes }) => toEvent(`${pk}`, bytes));
        const lanes = toLanes(all);
        const placeOf = (event: Event) => all.indexOf(event);
        const left = new Set(all);
        const underWay: Event[] = [];
        const first = (pk: string) => [...left].find((event) => event.pk === pk);
        const takeable = () =>
          [...left].filter(
            (event) =>
              event === first(event.pk) && underWay.every((other) => other.pk !== event.pk),
          );
        while (left.size + underWay.length > 0) {
          const free = takeable();
          const call = lanes.takeCall();
          expect(call.map(placeOf)).toEqual(call.map(placeOf).toSorted((a, b) => a - b));
          for (const event of call) expect(free).toContain(event);
          expect(call[0]).toBe(free[0]);
          expect(fits(call)).toBe(true);
          for (const event of call) left.delete(event);
          underWay.push(...call);
          for (const event of takeable()) expect(fits([...call, event])).toBe(false);
          const draw: number = draws.next().value;
          lanes.free(underWay.splice(draw % Math.max(underWay.length, 1), 1 + (draw % 12)));
        }
        expect(lanes.takeCall()).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

function fits(call: Events): boolean {
  const bytes = call.reduce((sum, { entry }) => sum + entry.detail.length + 2, 0);
  const messages = new Set(keysOf(call));
  return call.length <= 10 && bytes <= 1_000_000 && messages.size === call.length;
}
