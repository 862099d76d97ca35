import { beforeAll, expect, it } from 'vitest';
import type {
  About,
  CallbacksPage,
  ConversationsPage,
  EventsPage,
  ProviderInfo,
  Site,
} from '../../../tools/console/api.ts';
import { routes, siteRoutes } from '../../../tools/console/routes.ts';
import { serveConsole } from '../../../tools/console/serve-console.ts';
import { storyCallbacks } from '../../../tools/dev/browser/story.ts';
import { startEmulator } from '../../../tools/emulator/emulator.ts';
import { eventually } from '../../support/eventually.ts';
import { synthesizeTwoGateways } from '../../support/two-gateways.ts';

/** The console of an app with two gateways: each has its own table, bus and callbacks. */
let origin: string;
const [support, sales] = ['Messaging-Support', 'Messaging-Sales'];

beforeAll(async () => {
  const assembly = await synthesizeTwoGateways();
  const emulator = await startEmulator({
    port: 0,
    dataDirectory: undefined,
    assemblyDirectory: assembly.directory,
    serveConsole: serveConsole(),
  });
  origin = `http://127.0.0.1:${emulator.port}`;
  const [body = ''] = storyCallbacks(new Date());
  for (const { name, urls } of emulator.gateways) {
    const { meta } = await urls();
    for (const url of [meta?.api ?? '', meta?.functionUrl ?? '']) {
      const text = body.replace('Is the lake', `${name}: is the lake`);
      const sent = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: text,
      });
      expect(sent.status).toBe(200);
    }
  }
  return async () => {
    await emulator.close();
    assembly.remove();
  };
});

async function ask<Value>(route: string, query: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${origin}${route}?${new URLSearchParams(query)}`);
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as Value;
}

it('are there to choose from, and one of them is shown first', async () => {
  const { gateways } = await ask<Site>(siteRoutes.site);
  expect(gateways.toSorted()).toEqual([sales, support]);
  expect((await ask<About>(routes.about)).name).toBe(gateways[0]);
  for (const gateway of gateways)
    expect((await ask<About>(routes.about, { gateway })).name).toBe(gateway);
  const unknown = await fetch(`${origin}${routes.about}?gateway=Messaging`);
  expect(unknown.status).toBe(404);
});

it.each([support, sales] as const)(
  '%s has its own events, callbacks, conversations and URLs',
  async (gateway = '') => {
    const { events } = await eventually(async () => {
      const page = await ask<EventsPage>(routes.events, { gateway });
      expect(page.events).toHaveLength(1);
      return page;
    });
    expect(JSON.stringify(events)).toContain(`${gateway}: is the lake`);
    const { conversations } = await ask<ConversationsPage>(routes.conversations, { gateway });
    expect(conversations).toMatchObject([{ lastWords: expect.stringContaining(gateway) }]);
    const { callbacks } = await ask<CallbacksPage>(routes.callbacks, { gateway });
    expect(callbacks.map(({ outcome }) => outcome)).toEqual(['200', '200']);
    const providers = await ask<readonly ProviderInfo[]>(routes.providers, { gateway });
    expect(providers.map(({ id }) => id)).toEqual(['meta']);
    const other = gateway === support ? sales : support;
    const first = (await ask<Site>(siteRoutes.site)).gateways[0];
    expect(JSON.stringify(providers).includes(`/apis/${gateway}`)).toBe(gateway !== first);
    expect(JSON.stringify(providers)).not.toContain(`/apis/${other}`);
  },
);
