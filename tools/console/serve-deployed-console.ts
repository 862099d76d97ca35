import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { ServeConsole } from '../operator/command.ts';
import { openStores } from '../operator/gateway/open-stores.ts';
import type { Arrivals } from './server/arrivals.ts';
import { createCatalogue } from './server/catalogue.ts';
import { createConsole } from './server/create-console.ts';
import { createSite } from './server/create-site.ts';
import { readDeployedArrivals } from './server/deployed-arrivals.ts';
import { findChoice } from './server/open-console.ts';
import { readPage } from './server/read-page.ts';
import { createSessions } from './server/session.ts';

/**
 * Serves the console of deployed gateways on a random port of loopback until the signal aborts. Only the browser
 * that first opens the printed link may use it. It reads with the credentials of the environment.
 */
export const serveDeployedConsole: ServeConsole = async (gateways, options) => {
  const { isWritingAllowed, now, signal, onListening } = options;
  const sessions = createSessions();
  const writing = { isAllowed: isWritingAllowed };
  const opened: Arrivals[] = [];
  const site = createSite({
    page: await readPage(),
    gateways: gateways.map(({ name }) => name),
    isEmulator: false,
    sessions,
    writing,
    async open(name) {
      const stores = await openStores({ connect: findChoice(gateways, name).connect });
      const catalogue = createCatalogue();
      const arrivals = readDeployedArrivals(stores, catalogue, now, signal);
      opened.push(arrivals);
      return createConsole({ ...stores, arrivals, catalogue, writing, now, signal });
    },
  });
  const server = createServer(getRequestListener(site.fetch, { overrideGlobalObjects: false }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onListening(`http://127.0.0.1:${port}/#/link/${sessions.token}`);
  if (!signal.aborted) await once(signal, 'abort');
  // What follows a bus has a rule and a queue there.
  await Promise.all(opened.map(({ follower }) => follower?.stop()));
  server.close();
  server.closeAllConnections();
};
