import { setTimeout as delay } from 'node:timers/promises';
import { startCommand } from '../../command-line/how-to-run.ts';
import type { EngineProcess } from './engine-process.ts';

export interface SupervisedProgram {
  /** Its name in printed lines. */
  readonly name: string;
  /** Starts the program on the same port and data as before, and waits until it listens. */
  start(): Promise<Pick<EngineProcess, 'ended' | 'stop'>>;
  /** Whether its data outlives it. A program that lost its data is not restarted. */
  readonly keepsData: boolean;
  /** Receives a line when the program ended: why, and what happens now. */
  onError(line: string): void;
}

/** A program that ends this often in a row, soon after each start, stays down. */
const maxShortLives = 5;
const shortLifeMs = 5_000;
const restartDelayMs = 200;

/**
 * Starts a program and restarts it whenever it ends by itself. Meanwhile its callers see a refused
 * connection, as when an AWS service cannot be reached, and retry.
 *
 * @returns a function that stops it for good
 * @throws {Error} when the first start fails
 */
export async function keepRunning(program: SupervisedProgram): Promise<() => Promise<void>> {
  const { name, start, keepsData, onError } = program;
  const stopping = new AbortController();
  let child = await start();
  let startedAt = performance.now();

  /** Resolves with how the program ended, also when it did not start. */
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
        onError(
          `${name} ended (${end}) and lost what it had in memory: run ${startCommand()} again`,
        );
        return;
      }
      if (shortLives === maxShortLives) {
        onError(
          `${name} ended ${maxShortLives} times in a row (${end}) and stays down: run ${startCommand()} again`,
        );
        return;
      }
      onError(`${name} ended (${end}) and is restarted`);
    }
  }

  const watching = watch();
  return async () => {
    stopping.abort();
    await child.stop();
    await watching;
  };
}
