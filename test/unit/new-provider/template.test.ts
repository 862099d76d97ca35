import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { messageReceived } from '../../../shared/contract/message-events.ts';
import { defineProvider } from '../../../shared/provider/define-provider.ts';
import { normalizeFixture } from '../../../tools/dev/fixtures.ts';
import { manifest } from '../../../tools/init/templates/provider/manifest.ts';
import * as code from '../../../tools/init/templates/provider/normalize.ts';

it('the template of a provider recognizes its own fixture', () => {
  const fixture = new URL(
    '../../../tools/init/templates/provider/fixtures/message.payload.json',
    import.meta.url,
  );
  const events = normalizeFixture(defineProvider(manifest, code), readFileSync(fixture, 'utf8'));
  expect(events.map((event) => event['detail-type'])).toEqual(['message.received']);
  expect(z.safeParse(messageReceived.detail, events[0]?.detail).error?.issues ?? []).toEqual([]);
});
