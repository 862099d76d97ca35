import { describe, expect, it } from 'vitest';
import { createFunctionPool } from '../../../tools/emulator/lambda/function-pool.ts';
import type { FunctionWorker } from '../../../tools/emulator/lambda/function-worker.ts';

/** Workers whose invocations end when the test says so. */
function fakeWorkers() {
  const started: { alive: boolean; busy: number; events: string[]; end(): void }[] = [];
  const startWorker = (): FunctionWorker => {
    const ends: (() => void)[] = [];
    const worker = { alive: true, busy: 0, events: [] as string[], end: () => ends.shift()?.() };
    started.push(worker);
    return {
      get alive() {
        return worker.alive;
      },
      invoke: async (_, event) => {
        worker.busy += 1;
        worker.events.push(event);
        await new Promise<void>((resolve) => ends.push(resolve));
        worker.busy -= 1;
        return { outcome: 'succeeded', payload: event };
      },
      stop: async () => {
        worker.alive = false;
      },
    };
  };
  return { started, startWorker };
}

/** Waits for everything that happens within one turn of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the environments of a function', () => {
  it('start on demand and are reused', async () => {
    const { started, startWorker } = fakeWorkers();
    const pool = createFunctionPool({ startWorker, maxConcurrency: 2 });

    const first = pool.invoke('a');
    await turn();
    started[0]?.end();
    await first;
    const second = pool.invoke('b');
    await turn();
    started[0]?.end();
    await second;

    expect(started.map(({ events }) => events)).toEqual([['a', 'b']]);
  });

  it('run one invocation at a time; further invocations wait', async () => {
    const { started, startWorker } = fakeWorkers();
    const pool = createFunctionPool({ startWorker, maxConcurrency: 2 });

    const invocations = ['a', 'b', 'c'].map((event) => pool.invoke(event));
    await turn();
    expect(started.map(({ busy, events }) => [busy, ...events])).toEqual([
      [1, 'a'],
      [1, 'b'],
    ]);
    started[1]?.end();
    await turn();

    expect(started[1]?.events).toEqual(['b', 'c']);
    for (const worker of started) worker.end();
    await Promise.all(invocations);
  });

  it('are replaced when they end', async () => {
    const { started, startWorker } = fakeWorkers();
    const pool = createFunctionPool({ startWorker, maxConcurrency: 1 });

    const dying = pool.invoke('a');
    const waiting = pool.invoke('b');
    await turn();
    const [worker] = started;
    if (worker) worker.alive = false;
    worker?.end();
    await dying;
    await turn();
    started[1]?.end();

    expect(await waiting).toMatchObject({ payload: 'b' });
    expect(started.map(({ events }) => events)).toEqual([['a'], ['b']]);
  });

  it('accept no invocation once they are stopped', async () => {
    const { started, startWorker } = fakeWorkers();
    const pool = createFunctionPool({ startWorker, maxConcurrency: 1 });
    const running = pool.invoke('a');
    const waiting = pool.invoke('b');
    await turn();

    const stopped = pool.stop();

    await expect(waiting).rejects.toThrow('stopped');
    await expect(pool.invoke('c')).rejects.toThrow('stopped');
    started[0]?.end();
    await Promise.all([running, stopped]);
  });
});
