import { drawFaultPlan, Faults } from './faults.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';

/** What everything in one simulated run shares: time, chance, faults and the account of them. */
export interface World {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  /** Writes down one step of the run, for whoever looks into a failing seed. */
  trace(line: string): void;
}

/** Runs begin shortly before midnight, so that some of them see the day change. */
const startsAt = new Date('2026-03-01T23:50:00.000Z');

export function createWorld(seed: number, onTrace?: (line: string) => void): World {
  const random = new Random(seed);
  const scheduler = new Scheduler(random, startsAt);
  const faults = new Faults(drawFaultPlan(random, scheduler.nowMs), random);
  const trace = (line: string) => onTrace?.(`${new Date(scheduler.nowMs).toISOString()} ${line}`);
  return { random, scheduler, faults, trace };
}
