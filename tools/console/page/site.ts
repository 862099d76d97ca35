import { signal } from '@preact/signals';
import type { About, Site } from '../api.ts';
import { routes, siteRoutes } from '../routes.ts';
import { ask, NoSession } from './request.ts';
import { borrowSession, exchangeLink, lendSession } from './session-storage.ts';

const nothingYet: About = {
  name: '',
  version: '',
  isOnEmulator: true,
  doctor: '',
  listsByDay: false,
};

/** What the console serves, and the gateway that is shown. They are read before anything is shown. */
export const site = signal<Site>({ gateways: [], isEmulator: true, isWritingAllowed: false });
export const about = signal(nothingYet);

/**
 * Reads what the console serves.
 *
 * @throws {NoSession} in a tab that may not use it
 * @throws {Error} with the server's text
 */
export async function openSite(): Promise<void> {
  await exchangeLink();
  site.value = await ask<Site>(siteRoutes.site).catch(async (error: unknown) => {
    if (!(error instanceof NoSession) || !(await borrowSession())) throw error;
    return ask<Site>(siteRoutes.site);
  });
  lendSession();
  about.value = await ask<About>(routes.about);
}

/** Lets the console write, or no longer. */
export async function allowWriting(isAllowed: boolean): Promise<void> {
  const { isWritingAllowed } = await ask<Pick<Site, 'isWritingAllowed'>>(
    siteRoutes.writing,
    { allowed: isAllowed ? 'yes' : 'no' },
    { method: 'POST' },
  );
  site.value = { ...site.value, isWritingAllowed };
}
