import { drawFaultPlan, type FaultPlan, Faults } from './faults.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';
import { drawSwarm, type Swarm } from './swarm.ts';
import { Tally } from './tally.ts';

/** What all parts of one simulated run share. */
export interface World {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly swarm: Swarm;
  readonly faults: Faults;
  readonly tally: Tally;
  readonly startedAtMs: number;
  /** Records one step of the run, for the analysis of a failing seed. */
  trace(line: string): void;
}

export interface WorldOptions {
  /** Selects other random numbers for the same seed. */
  readonly draws?: number | undefined;
  readonly onTrace?: ((line: string) => void) | undefined;
}

/**
 * Runs begin shortly before midnight, so that the day changes during some of them. Some fixtures are of a
 * later day: they are as if the clock of their provider were wrong.
 */
export const startsAt = new Date('2026-03-01T23:50:00.000Z');

/**
 * The plan of a run with many writes in one callback: when many calls fail, some writes fail in every
 * attempt, and the provider never gets a success.
 */
function toMilder(plan: FaultPlan, { isLarge, isLargest }: Swarm): FaultPlan {
  const mostPerCall = isLargest ? 0.002 : 0.02;
  if (!isLarge && !isLargest) return plan;
  return { ...plan, perCall: Math.min(plan.perCall, mostPerCall), crash: 0 };
}

export function createWorld(seed: number, { draws, onTrace }: WorldOptions = {}): World {
  const random = new Random(seed, draws);
  const scheduler = new Scheduler(random, startsAt);
  const swarm = drawSwarm(seed, random);
  const plan = drawFaultPlan(random, scheduler.nowMs);
  const faults = new Faults(toMilder(plan, swarm), random);
  const trace = (line: string) => onTrace?.(`${new Date(scheduler.nowMs).toISOString()} ${line}`);
  const startedAtMs = scheduler.nowMs;
  return { random, scheduler, swarm, faults, tally: new Tally(), startedAtMs, trace };
}
