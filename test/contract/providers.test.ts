import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { isMessageEvent } from '../../shared/contract/event-kinds.ts';
import { normalizeFixture, readFixtures, toFixturesFolder } from '../../tools/dev/fixtures.ts';
import { describeProvider } from '../../tools/provider-testing/index.ts';

for (const { id } of providers) {
  describeProvider(await loadProvider(id), toFixturesFolder(id));
}

/** The emulator serves these files, so that `npm run send` shows what becomes of them. */
describe.each(providers)('the fixtures of $name', async ({ id }) => {
  const adapter = await loadProvider(id);

  it.each(readFixtures(id))('link only to files of fixtures/media: $name', ({ payload }) => {
    const strays = normalizeFixture(adapter, payload)
      .filter(isMessageEvent)
      .flatMap(({ detail }) => detail.data.message.media)
      .flatMap(({ url }) => (url === undefined || isServed(url) ? [] : [url]));
    expect(strays, 'use https://media.example/<file of fixtures/media>').toEqual([]);
  });
});

function isServed(url: string): boolean {
  const { hostname, pathname } = new URL(url);
  return hostname === 'media.example' && existsSync(`fixtures/media${pathname}`);
}
