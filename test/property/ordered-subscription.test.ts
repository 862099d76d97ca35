import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Happening,
  holdBackMs,
  maxAttempts,
  type OrderOptions,
  type OrderRun,
  simulateOrder,
  visibilityMs,
} from '../support/ordered-subscription/simulate-order.ts';

const runs = Number(process.env.PROPERTY_RUNS ?? 60);
const seeds = fc.nat();
const calm = { kill: 0, fail: 0, throttle: 0 };
const rough = { kill: 0.03, fail: 0.05, throttle: 0.03 };

/** Runs a scenario with many seeds; a seed that breaks an invariant is printed. */
async function check(
  scenario: Omit<OrderOptions, 'seed'>,
  expectations: (run: OrderRun) => void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) =>
      expectations(await simulateOrder({ ...scenario, seed })),
    ),
    { numRuns: runs },
  );
}

const is =
  (...kinds: readonly Happening['what'][]) =>
  ({ what }: Happening) =>
    kinds.includes(what);

const isSame = (a: { position: string }, b: { position: string }) => a.position === b.position;

/** No event without `late` begins after one that belongs after it. */
function expectSorted({ happenings }: OrderRun): void {
  const furthest = new Map<string, string>();
  for (const { conversation, position, late } of happenings.filter(is('begun'))) {
    const before = furthest.get(conversation) ?? '';
    expect(late, `${position} begins after ${before}`).toBe(position < before);
    if (position > before) furthest.set(conversation, position);
  }
}

/** An event is late only when one that belongs after it was stored earlier by more than the window. */
function expectLateByMoreThanTheWindow({ happenings }: OrderRun): void {
  const stored = happenings.filter(is('stored'));
  const firstStored = (position: string) => stored.find((each) => each.position === position);
  for (const late of happenings.filter((each) => each.late)) {
    const at = firstStored(late.position)?.at ?? Number.NaN;
    const overtaker = stored.find(
      ({ conversation, position, at: other }) =>
        conversation === late.conversation && position > late.position && at > other + holdBackMs,
    );
    expect(overtaker, `${late.position} is late`).toBeDefined();
  }
}

/** Of one conversation, a handling begins only when the one before it has ended. */
function expectOneAtATime({ happenings }: OrderRun): void {
  const running = new Map<string, Happening>();
  for (const happening of happenings) {
    const { what, conversation, invocation, at } = happening;
    if (what === 'begun') {
      const other = running.get(conversation);
      // A handling that was killed has ended at the latest with its invocation.
      const isOver = !other || (other.invocation !== invocation && at - other.at >= 30_000);
      expect(isOver, `${happening.position} begins while ${other?.position} runs`).toBe(true);
      running.set(conversation, happening);
    }
    if (what === 'handled' || what === 'failed') running.delete(conversation);
  }
}

/** Every event is handled, or a dead letter, and never begins again after that was recorded. */
function expectNoneLostNoneTwice({ happenings, sent }: OrderRun): void {
  for (const event of sent) {
    const own = happenings.filter((each) => isSame(each, event));
    const end = own.findIndex(is('recorded', 'dead letter'));
    expect(end, `${event.position} ends`).toBeGreaterThanOrEqual(0);
    expect(own.slice(end + 1).some(is('begun')), `${event.position} begins again`).toBe(false);
  }
}

function expectInvariants(run: OrderRun): void {
  expectSorted(run);
  expectLateByMoreThanTheWindow(run);
  expectOneAtATime(run);
  expectNoneLostNoneTwice(run);
}

describe('an ordered subscription', () => {
  it('handles each event once and none late, when events arrive within the window', async () => {
    // Less than the window by what the calls of the forwarder and its poll take.
    await check({ faults: calm, delayMs: 4_000 }, (run) => {
      expectInvariants(run);
      expect(run.happenings.filter(({ late }) => late)).toEqual([]);
      expect(run.happenings.filter(is('begun'))).toHaveLength(run.sent.length);
    });
  });

  it('keeps its guarantees for events that arrive at any time, in any order', async () => {
    let lateRuns = 0;
    await check({ faults: calm, delayMs: 60_000 }, (run) => {
      expectInvariants(run);
      if (run.happenings.some(({ late }) => late)) lateRuns += 1;
    });
    expect(lateRuns, 'some events are late').toBeGreaterThan(0);
  });

  it('keeps its guarantees when invocations are killed and calls fail', async () => {
    await check({ faults: rough, delayMs: 10_000, poison: 'throws' }, expectInvariants);
  });

  it('handles one event at a time although SQS delivers tickets again while a function runs', async () => {
    await check({ faults: { ...calm, throttle: 0.3 }, delayMs: 10_000 }, expectInvariants);
  });

  it.each(['throws', 'ends the invocation'] as const)(
    'blocks only the conversation of an event whose reaction %s, and not for ever',
    async (poison) => {
      await check({ faults: calm, delayMs: 4_000, poison }, (run) => {
        expectInvariants(run);
        const poisonous = run.sent.find(({ isPoison }) => isPoison);
        const own = run.happenings.filter(({ position }) => position === poisonous?.position);
        const ended = run.happenings.filter(is('recorded', 'dead letter'));
        expect(ended.filter(is('dead letter'))).toEqual([own.at(-1)]);
        const attempts = own.filter(is('begun'));
        expect(attempts).toHaveLength(maxAttempts);
        const lastAt = attempts.at(-1)?.at ?? 0;
        if (poison === 'throws') expect(own.at(-1)?.at).toBeLessThan(lastAt + 30_000);
        // An invocation that ends takes the other conversations of its batch with it, each time.
        const others = ended.filter(({ conversation }) => conversation !== poisonous?.conversation);
        const limitMs = poison === 'throws' ? visibilityMs : lastAt + visibilityMs + 30_000;
        for (const { at } of others) expect(at).toBeLessThan(limitMs);
      });
    },
  );

  it('handles dead letters that are moved back once the function is repaired', async () => {
    await check({ faults: calm, delayMs: 4_000, poison: 'throws', redrives: true }, (run) => {
      expectSorted(run);
      expectOneAtATime(run);
      for (const event of run.sent) {
        const own = run.happenings.filter((each) => isSame(each, event));
        expect(own.filter(is('recorded')), event.position).toHaveLength(1);
      }
    });
  });
});
