import { Faults, type Outage, type Service } from '../../simulation/faults.ts';
import { ExecutionEnvironment } from '../../simulation/platform/execution-environment.ts';
import { Random } from '../../simulation/random.ts';
import { Scheduler } from '../../simulation/scheduler.ts';
import { drawSwarm } from '../../simulation/swarm.ts';
import { Tally } from '../../simulation/tally.ts';
import type { World } from '../../simulation/world.ts';

/**
 * A calm world of the simulation, so that the suites also hold its models of AWS: what an adapter
 * promises on a model, it promises on the real service.
 */
export function createSimulation() {
  const random = new Random(1);
  const scheduler = new Scheduler(random, new Date('2026-03-01T12:00:00.000Z'));
  const outages: Outage[] = [];
  const plan = {
    calm: true,
    perCall: 0,
    crash: 0,
    perSurprise: 0,
    outages,
    brokenPublisher: undefined,
    killers: false,
  };
  const world: World = {
    random,
    scheduler,
    swarm: drawSwarm(1, random),
    faults: new Faults(plan, random),
    tally: new Tally(),
    startedAtMs: scheduler.nowMs,
    trace: () => {},
  };
  const environment = new ExecutionEnvironment('suite', world);
  environment.begin(Number.MAX_SAFE_INTEGER, () => {});
  return {
    world,
    environment,
    /** Calls the code under test, and lets the simulated time pass that it waits for. */
    run: async <T>(call: () => Promise<T>): Promise<T> => {
      const result = call();
      // Its rejection is the caller's to handle, once the time has passed.
      result.catch(() => {});
      await scheduler.run();
      return result;
    },
    /** Every call to the service fails from now on, or no longer. */
    setOutage: (service: Service, isOut: boolean): void => {
      outages.length = 0;
      if (isOut) outages.push({ service, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    },
  };
}
