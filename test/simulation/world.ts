import { drawFaultPlan, Faults } from './faults.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';

/** What all parts of one simulated run share: time, randomness, faults and the trace. */
export interface World {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  /** Records one step of the run, for the analysis of a failing seed. */
  trace(line: string): void;
}

/** Runs begin shortly before midnight, so that the day changes during some of them. */
const startsAt = new Date('2026-03-01T23:50:00.000Z');

export function createWorld(seed: number, onTrace?: (line: string) => void): World {
  const random = new Random(seed);
  const scheduler = new Scheduler(random, startsAt);
  const faults = new Faults(drawFaultPlan(random, scheduler.nowMs), random);
  const trace = (line: string) => onTrace?.(`${new Date(scheduler.nowMs).toISOString()} ${line}`);
  return { random, scheduler, faults, trace };
}
