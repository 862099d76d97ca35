import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  defineProvider,
  hubHandshake,
  hubWebhook,
  messengerPlatform,
  normalizeItems,
  normalizeOtherPlatformEvent,
  normalizePlatformEvent,
  normalizePlatformStandby,
  platformEnvelope,
  readPlatformEvents,
} from '../../../sdk/provider/index.ts';
import { normalizeFixture, readFixtures } from '../../../tools/dev/fixtures.ts';

/** A reseller that passes on Messenger's callbacks, as an adopter would write it. */
const manifest = {
  id: 'messenger',
  name: 'A reseller of Messenger',
  documentation: { site: 'https://docs.example', readOn: '2026-11-28' },
  ...hubWebhook,
  envelope: platformEnvelope,
  providerEvents: [
    { name: 'messages', events: ['message.received'] },
    { name: 'message_echoes', events: ['message.sent'] },
    { name: 'standby', events: ['standby.message.received'] },
  ],
} as const;

const adapter = defineProvider(manifest, {
  handshake: hubHandshake,
  normalize: normalizeItems(manifest, {
    readItems: readPlatformEvents(messengerPlatform),
    normalizers: {
      messages: normalizePlatformEvent,
      message_echoes: normalizePlatformEvent,
      standby: normalizePlatformStandby,
    },
    normalizeOther: normalizeOtherPlatformEvent,
  }),
});

const fixtures = readFixtures('messenger').filter(({ name }) =>
  /^(messages|message_echoes|standby)\./.test(name),
);

it.each(fixtures)('an adapter of an adopter reads $name as the built-in one', (fixture) => {
  const golden = JSON.parse(readFileSync(fixture.goldenPath, 'utf8'));
  expect(JSON.parse(JSON.stringify(normalizeFixture(adapter, fixture.payload)))).toEqual(golden);
});
