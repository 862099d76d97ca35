import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { readEmulatorApp } from '../../emulator-client/emulator-pages.ts';
import { connectToEmulator } from '../../operator/gateway/connect-to-emulator.ts';
import { openStores } from '../../operator/gateway/open-stores.ts';
import { createConsole } from './create-console.ts';
import { readEmulatorArrivals } from './emulator-arrivals.ts';
import { readPage } from './read-page.ts';

/**
 * Opens the console of the gateway that runs on the emulator at a port; of several, of the first one.
 *
 * @throws {EmulatorError} when no emulator responds there
 */
export async function openConsole(port: number, now = () => new Date()): Promise<RequestListener> {
  const origin = `http://127.0.0.1:${port}`;
  const { gateways } = await readEmulatorApp(origin);
  const [gateway, page] = await Promise.all([
    connectToEmulator({ port, gateway: gateways[0]?.name }),
    readPage(),
  ]);
  const stores = await openStores({ connect: async () => gateway });
  const arrivals = readEmulatorArrivals(origin);
  return getRequestListener(createConsole({ ...stores, arrivals, page, now }).fetch, {
    overrideGlobalObjects: false,
  });
}
