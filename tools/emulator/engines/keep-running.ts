import { setTimeout as delay } from 'node:timers/promises';
import type { EngineProcess } from './engine-process.ts';

export type KeptProgram = {
  /** As it is called in what the gateway prints. */
  readonly name: string;
  /** Starts the program, always on the same port and data, and waits until it listens. */
  start(): Promise<Pick<EngineProcess, 'ended' | 'stop'>>;
  /** Whether what it stored outlives it; otherwise it is not started again: its tables are gone. */
  readonly keepsData: boolean;
  /** Told, in one line, that the program ended and what happens now. */
  onTrouble(line: string): void;
};

/** A program that ends so often in a row soon after its start does not come up by being started. */
const maxShortLives = 5;
const shortLifeMs = 5_000;
const restartDelayMs = 200;

/**
 * Starts a program and, whenever it ends by itself, starts it again. Who calls it meanwhile finds
 * nobody there, as when an AWS service is out of reach, and tries again.
 *
 * @returns a function that stops it for good.
 * @throws {Error} when the first start fails.
 */
export async function keepRunning(program: KeptProgram): Promise<() => Promise<void>> {
  const { name, start, keepsData, onTrouble } = program;
  const stopping = new AbortController();
  let child = await start();
  let startedAt = performance.now();

  /** How it ended this time, which may be that it did not start. */
  async function restart(): Promise<string> {
    await delay(restartDelayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    if (stopping.signal.aborted) return 'stopped';
    try {
      child = await start();
    } catch (error) {
      return String(error);
    } finally {
      startedAt = performance.now();
    }
    if (stopping.signal.aborted) await child.stop();
    return child.ended;
  }

  async function watch(): Promise<void> {
    let shortLives = 0;
    for (let end = await child.ended; !stopping.signal.aborted; end = await restart()) {
      shortLives = performance.now() - startedAt < shortLifeMs ? shortLives + 1 : 0;
      if (!keepsData) {
        onTrouble(
          `${name} ended (${end}), and what it held in memory is gone: start the gateway again`,
        );
        return;
      }
      if (shortLives === maxShortLives) {
        onTrouble(
          `${name} ended ${maxShortLives} times in a row (${end}) and stays down: start the gateway again`,
        );
        return;
      }
      onTrouble(`${name} ended (${end}): it is started again`);
    }
  }

  const watching = watch();
  return async () => {
    stopping.abort();
    await child.stop();
    await watching;
  };
}
