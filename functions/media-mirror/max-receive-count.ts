import { environmentKeys, readEnvironment } from '../../shared/runtime/environment.ts';

/**
 * How often the queue hands out a record before it moves it to the dead-letter queue.
 *
 * @throws {Error} when it is missing or no count: the mirror would never record that it gave up
 */
export function readMaxReceiveCount(
  environment: Readonly<Record<string, string | undefined>>,
): number {
  const count = Number(readEnvironment(environment, environmentKeys.mediaMaxReceiveCount));
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new Error(`${environmentKeys.mediaMaxReceiveCount} must be a whole number from 1`);
  }
  return count;
}
