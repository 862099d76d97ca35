import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../../functions/providers/registry.ts';
import { readFixtures } from '../../../tools/dev/fixtures.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { fixturesOfEachKind } from '../../support/fixtures-of-each-kind.ts';
import { type CallbacksOnEmulator, startCallbacksOnEmulator } from '../callbacks-on-emulator.ts';

/**
 * Callbacks of each provider pass through the stack: one fixture of each kind of event. `check:slow` sends
 * all fixtures (test/callbacks).
 */
let callbacks: CallbacksOnEmulator;

beforeAll(async () => {
  callbacks = await startCallbacksOnEmulator();
  return () => callbacks.close();
});

describe.each(providers.map(({ id }) => id))('callbacks of %s', (provider) => {
  it.each(fixturesOfEachKind(readFixtures(provider)))(
    '$name reaches the table, the bus and the bucket',
    (fixture) => callbacks.expectArrival(fixture),
  );
});

it('the first event of README.md and its picture arrive whatever the port is', async () => {
  const readme = readFileSync(path.join(projectDirectory, 'README.md'), 'utf8');
  const [, inShell = ''] = / -d '(\{.+?\n\})'/s.exec(readme) ?? [];
  // As a shell reads it: a variable between quotes.
  const body = inShell.replaceAll(`'"$ORIGIN"'`, callbacks.origin);
  expect(await callbacks.send('incs', 'api', body)).toBe(true);
  expect(await callbacks.nextEvents(2)).toMatchObject([
    { 'detail-type': 'message.received' },
    { 'detail-type': 'media.stored', detail: { data: { hashVerified: true } } },
  ]);
});
