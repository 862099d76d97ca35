import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from '../../shared/turns.ts';

it('never has more calls under way than may be, whenever they come and however they end', async () => {
  const inTurn = createTurns(3);
  const underWay = { now: 0, most: 0 };
  const call = async (at: number) => {
    underWay.now += 1;
    underWay.most = Math.max(underWay.most, underWay.now);
    await setImmediate();
    underWay.now -= 1;
    if (at % 4 === 0) throw new Error('failed');
    return at;
  };
  const calls: Promise<number>[] = [];
  for (let at = 0; at < 60; at += 1) {
    const started = inTurn(() => call(at));
    started.catch(() => {});
    calls.push(started);
    // Some come while others wait, and some when all have ended.
    if (at % 7 === 0) await setImmediate();
    if (at === 30) await Promise.allSettled(calls);
  }
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(45);
  expect(underWay).toEqual({ now: 0, most: 3 });
});
