import { describe, expect, it } from 'vitest';
import { readCostFigures } from '../../bench/cost/figures.ts';
import { readFigures } from '../../bench/figures.ts';
import { publisherRates } from '../../bench/publisher/rates.ts';
import { catchUp } from '../../bench/scale/catching-up.ts';
import { brokenBy, usesOf } from '../../bench/scale/limits.ts';
import { type Load, maxOfOneNumber, needsOf, newLink, steady } from '../../bench/scale/load.ts';
import { quotas } from '../../bench/scale/quotas.ts';
import { busyPartition, loads, outageSeconds } from '../../bench/scale/scenarios.ts';

// The model of docs/limits.md. Its figures of callbacks are those that benchmark f recorded.
const figures = readCostFigures();
const broken = (load: Load) => brokenBy(load, figures).map(({ what }) => what);

function useOf(load: Load, what: string) {
  const use = usesOf(load, figures).find((each) => each.what.includes(what));
  if (use === undefined) throw new Error(`no limit is about ${what}`);
  return use;
}

describe('the model of scale', () => {
  it('lets nothing break at 1 and at 100 messages per second', () => {
    expect(broken(steady(1))).toEqual([]);
    expect(broken(steady(100))).toEqual([]);
  });

  it('names what breaks at 10,000 messages per second, the first first', () => {
    expect(broken(steady(10_000))).toEqual([
      'requests to one provider’s route of the HTTP API',
      'files of the media mirror',
      'requests to API Gateway',
      'requests to Lambda functions',
      'deliveries to targets of the bus',
      'write units of the table',
    ]);
  });

  it('adds the calls of the bus and the executions of Lambda at 100,000', () => {
    const before = new Set(broken(steady(10_000)));
    expect(broken(steady(100_000)).filter((what) => !before.has(what))).toEqual([
      'calls of `PutEvents`',
      'executions of Lambda functions at the same time',
      'read units of the table',
    ]);
  });

  it('needs more of every limit when the load is larger', () => {
    const [smaller, larger] = [usesOf(steady(200), figures), usesOf(steady(20_000), figures)];
    for (const [index, { what, used }] of smaller.entries()) {
      if (/within ten seconds|one conversation|one text|a number begins/.test(what)) continue;
      expect(larger[index]?.used, what).toBeGreaterThan(used);
    }
  });

  it('makes a campaign outgrow a new table, and a slow growth to the same load not', () => {
    const what = 'write units of the table, when the load has just grown';
    const campaign = { ...steady(1_000), highestBefore: 10 };
    expect(broken(campaign)).toContain(what);
    expect(broken(steady(1_000))).not.toContain(what);
    expect(broken({ ...campaign, highestBefore: 500 })).not.toContain(what);
  });

  it('makes one conversation break at the writes of one partition of its index', () => {
    const what = 'write units of one conversation in its index';
    const inOne = (rate: number) => ({ ...steady(1_000), inOneConversation: rate });
    const most = Math.floor(
      quotas.partitionUnits.value / needsOf(steady(1), figures).indexUnitsPerMessage,
    );
    expect(broken(inOne(most))).not.toContain(what);
    expect(broken(inOne(most + 1))).toContain(what);
  });

  it('fills the calls of the bus as soon as an invocation has ten event records', () => {
    const perCall = (rate: number) => {
      const load = steady(rate);
      return needsOf(load, figures).eventsPerSecond / useOf(load, 'PutEvents').used;
    };
    expect(perCall(1)).toBe(1);
    expect(perCall(10_000)).toBeGreaterThan(9);
  });

  it('never makes one publisher the limit', () => {
    for (let rate = 1; rate < 1_000_000; rate *= 1.1) {
      for (const newUsers of [0, 0.1, 1]) {
        const { used, limit } = useOf({ ...steady(rate), newUsers }, 'one publisher');
        expect(used).toBeLessThanOrEqual(quotas.partitionUnits.value);
        expect(used).toBeLessThan(limit);
      }
    }
  });

  it.each([
    ['links', { newUsers: 1 }, 3, 2],
    ['lists by day', { firstOfDay: 1 }, 1, 0],
    ['texts of the owner', { withText: 1 }, 1, 0],
  ])('writes the items of %s', (_what, all, units, events) => {
    const none = { ...steady(100), newUsers: 0, firstOfDay: 0, withText: 0 };
    const [without, withItems] = [needsOf(none, figures), needsOf({ ...none, ...all }, figures)];
    expect(withItems.unitsPerSecond - without.unitsPerSecond).toBeCloseTo(100 * units);
    expect(withItems.eventsPerSecond - without.eventsPerSecond).toBeCloseTo(100 * events);
  });

  it('takes for a link what benchmark f has measured', () => {
    const measured = (what: string) =>
      readFigures().f?.rows.find((row) => row.what === `a new link: ${what}`)?.measured;
    expect(newLink.writeUnits).toBe(measured('write units'));
    expect(newLink.readUnits).toBe(measured('read units'));
  });

  it('makes the most frequent text break at the writes of its four partitions', () => {
    const what = 'items with one text of the owner’s, in each of its partitions';
    const campaign = (rate: number) => ({ ...steady(rate), withOneText: rate });
    expect(broken(campaign(4_000))).not.toContain(what);
    expect(broken(campaign(4_001))).toContain(what);
  });

  it('makes the list of a day break at the writes of its four partitions, which no number reaches', () => {
    const what =
      'conversations that a number begins on a day, in each of the partitions of its list';
    const campaign = (rate: number) => ({ ...steady(rate), firstOfDay: 1, ofOneNumber: rate });
    expect(broken(campaign(4_001))).toContain(what);
    expect(useOf({ ...steady(1_000_000), firstOfDay: 1 }, what).used).toBe(maxOfOneNumber / 4);
  });

  it('leaves one execution for callbacks in a new account, which may have ten', () => {
    expect(Math.floor(useOf(steady(1), 'executions').used)).toBe(9);
    expect(useOf(steady(100), 'executions').used).toBeGreaterThan(10);
  });

  it.each(
    (
      ['statusesPerMessage', 'filesPerMessage', 'newUsers', 'firstOfDay', 'withText'] as const
    ).flatMap((name) => [0.5, 2].map((times) => [times, name] as const)),
  )('names one of the first two as first to break with %d times the %s', (times, name) => {
    for (const load of loads) {
      const changed = { ...load, [name]: load[name] * times };
      if (broken(load).length === 0) expect(broken(changed)).toEqual([]);
      else expect(broken(load).slice(0, 2)).toContain(broken(changed)[0]);
    }
  });

  it('says for every limit what lifts it, and for every quota where it was read and when', () => {
    for (const load of loads) {
      for (const { lift, limit } of usesOf(load, figures)) {
        expect(lift).not.toBe('');
        expect(limit).toBeGreaterThan(0);
      }
    }
    for (const { source, readOn } of Object.values(quotas)) {
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      expect(readOn).toMatch(/^2026-\d\d-\d\d$/);
    }
  });
});

describe('after an hour without the bus', () => {
  const shard = {
    seconds: outageSeconds,
    shards: 1,
    eventsPerSecond: busyPartition * quotas.partitionUnits.value,
  };

  it('the outbox of a partition at 80 % of its writes is level again within two hours', () => {
    const { waiting, seconds } = catchUp({ ...shard, publisherRate: publisherRates.usual });
    expect(waiting).toBe(2_880_000);
    expect(seconds).toBeLessThan(2 * 3_600);
  });

  it('it is level again before records expire, even while AWS responds slowly', () => {
    const { seconds } = catchUp({ ...shard, publisherRate: publisherRates.slow });
    expect(outageSeconds + seconds).toBeLessThan(20 * 3_600);
  });

  it('it is never level again when the publisher is slower than the stream', () => {
    expect(catchUp({ ...shard, publisherRate: 700 }).seconds).toBe(Number.POSITIVE_INFINITY);
  });

  it('many shards are held up by the calls that EventBridge allows', () => {
    const shards = { ...shard, shards: 100, eventsPerSecond: 80_000 };
    const { seconds } = catchUp({ ...shards, publisherRate: publisherRates.usual });
    expect(seconds).toBe(shards.seconds * (80_000 / 20_000));
  });
});
