import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { listEmulatorGateways } from '../../operator/gateway/connect-to-emulator.ts';
import type { GatewayChoice } from '../../operator/gateway/gateway.ts';
import { openStores } from '../../operator/gateway/open-stores.ts';
import { createCatalogue } from './catalogue.ts';
import { createConsole } from './create-console.ts';
import { createSite } from './create-site.ts';
import { readEmulatorArrivals } from './emulator-arrivals.ts';
import { readPage } from './read-page.ts';

/**
 * Opens the console of the app that runs on the emulator at a port: of its first gateway, until a person
 * chooses another one.
 *
 * @throws {EmulatorError} when no emulator responds there
 */
export async function openConsole(port: number, now = () => new Date()): Promise<RequestListener> {
  const origin = `http://127.0.0.1:${port}`;
  const [gateways, page] = await Promise.all([
    listEmulatorGateways({ port, data: undefined }),
    readPage(),
  ]);
  const writing = { isAllowed: true };
  const site = createSite({
    page,
    writing,
    isEmulator: true,
    gateways: gateways.map(({ name }) => name),
    async open(name) {
      const choice = findChoice(gateways, name);
      const stores = await openStores({ connect: choice.connect });
      const arrivals = readEmulatorArrivals(origin, stores.gateway, choice === gateways[0]);
      const catalogue = createCatalogue();
      return createConsole({ ...stores, arrivals, catalogue, writing, now });
    },
  });
  return getRequestListener(site.fetch, { overrideGlobalObjects: false });
}

/** The site has only names of these. */
export function findChoice(gateways: readonly GatewayChoice[], wanted: string): GatewayChoice {
  const choice = gateways.find(({ name }) => name === wanted);
  if (choice === undefined) throw new Error(`there is no gateway ${wanted}`);
  return choice;
}
