import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { connectToEmulator } from '../../operator/gateway/connect-to-emulator.ts';
import { openStores } from '../../operator/gateway/open-stores.ts';
import { buildPage } from './build-page.ts';
import { createConsole } from './create-console.ts';
import { readEmulatorArrivals } from './emulator-arrivals.ts';

/**
 * Opens the console of the gateway that runs on the emulator at a port.
 *
 * @throws {EmulatorError} when no emulator responds there
 */
export async function openConsole(port: number, now = () => new Date()): Promise<RequestListener> {
  const [gateway, page] = await Promise.all([connectToEmulator({ port }), buildPage()]);
  const stores = await openStores({ connect: async () => gateway });
  const arrivals = readEmulatorArrivals(`http://127.0.0.1:${port}`);
  return getRequestListener(createConsole({ ...stores, arrivals, page, now }).fetch, {
    overrideGlobalObjects: false,
  });
}
