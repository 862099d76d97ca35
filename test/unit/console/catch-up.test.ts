import { expect, it } from 'vitest';
import { routes } from '../../../tools/console/routes.ts';
import { createCatalogue } from '../../../tools/console/server/catalogue.ts';
import {
  type ConsoleSources,
  createConsole,
} from '../../../tools/console/server/create-console.ts';
import { delivered, goldenEvent } from '../../support/golden-events.ts';

it('an event that the lists cannot take breaks one request, and not every later one', async () => {
  const event = delivered(goldenEvent('message.received'));
  const asked: (number | undefined)[] = [];
  const sources = {
    gateway: { localOrigin: undefined },
    catalogue: {
      ...createCatalogue(),
      add: () => {
        throw new TypeError('it has no user');
      },
    },
    arrivals: {
      events: async (since: number | undefined) => {
        asked.push(since);
        return { events: since === 0 ? [{ sequence: 1, at: event.time, event }] : [], last: 1 };
      },
    },
  } as unknown as ConsoleSources;
  const console = createConsole(sources);

  expect((await console.request(routes.things)).status).toBe(500);
  expect((await console.request(routes.things)).status).toBe(200);
  expect(asked).toEqual([0, 1]);
});
