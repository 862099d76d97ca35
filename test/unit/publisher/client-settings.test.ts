import { expect, it } from 'vitest';
import { clientSettings } from '../../../functions/publisher/client-settings.ts';
import { maxCallMs } from '../../../functions/publisher/ports.ts';

it('all attempts at a call end in the time that the publisher keeps for one', () => {
  const { maxAttempts, requestHandler } = clientSettings;
  // Before an attempt the SDK waits for at most a second after a throttle, and for twice as long each time.
  const delaysMs = 1_000 * (2 ** (maxAttempts - 1) - 1);
  expect(maxAttempts * requestHandler.requestTimeout + delaysMs).toBeLessThan(maxCallMs);
});
