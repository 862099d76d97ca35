import { beforeAll, describe, it } from 'vitest';
import { providers } from '../../functions/providers/registry.ts';
import { readFixtures } from '../../tools/dev/fixtures.ts';
import {
  type CallbacksOnEmulator,
  startCallbacksOnEmulator,
} from '../integration/callbacks-on-emulator.ts';

/** Every fixture of every provider passes through the stack. `npm test` sends one of each kind of event. */
let callbacks: CallbacksOnEmulator;

beforeAll(async () => {
  callbacks = await startCallbacksOnEmulator();
  return () => callbacks.close();
});

describe.each(providers.map(({ id }) => id))('callbacks of %s', (provider) => {
  it.each(readFixtures(provider))('$name reaches the table, the bus and the bucket', (fixture) =>
    callbacks.expectArrival(fixture),
  );
});
