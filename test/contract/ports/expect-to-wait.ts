import { expect } from 'vitest';
import type { startFaultyProxy } from '../../support/faulty-proxy.ts';

/**
 * Expects a call to return only when the service has confirmed its work: the work is done and the
 * response is held back, and the call still waits.
 *
 * @param isDone whether the service has done its work, read past the proxy
 * @returns what the call returns once the response is released
 */
export async function expectToWait<T>(
  proxy: Pick<Awaited<ReturnType<typeof startFaultyProxy>>, 'hold'>,
  call: () => Promise<T>,
  isDone: () => Promise<boolean>,
): Promise<T> {
  const { reached, release } = proxy.hold();
  let isReturned = false;
  const result = call().finally(() => {
    isReturned = true;
  });
  await reached;
  expect(await isDone()).toBe(true);
  expect(isReturned).toBe(false);
  release();
  return result;
}
