import type { Random } from '../random.ts';
import type { EngineName } from './engine-process.ts';

/** The process that is killed: the gateway together with its engines, or one engine alone. */
export type KillTarget = 'gateway' | EngineName;

const killTargets: readonly KillTarget[] = ['gateway', 'dynoxide', 'fauxqs'];

export interface KillPlan {
  /** Kills one target after another, each when the load reaches its moment. */
  run(kill: (target: KillTarget) => Promise<void>): Promise<void>;
  /** Reports the number of acknowledged callbacks. */
  reached(acknowledged: number): void;
}

/** Plans kills at random moments of a load, with the targets in rotation; the seed selects the first. */
export function planKills(kills: number, callbacks: number, random: Random): KillPlan {
  const first = random.integer(0, killTargets.length - 1);
  const moments = Array.from({ length: kills }, () => random.integer(1, callbacks - 1));
  const plan = moments
    .sort((a, b) => a - b)
    .map((after, index) => ({
      after,
      target: killTargets[(first + index) % killTargets.length] ?? 'gateway',
      due: Promise.withResolvers<void>(),
    }));
  return {
    run: async (kill) => {
      for (const { target, due } of plan) {
        await due.promise;
        await kill(target);
      }
    },
    reached: (acknowledged) => {
      for (const { after, due } of plan) if (after <= acknowledged) due.resolve();
    },
  };
}
