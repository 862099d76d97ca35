import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { CommandError } from '../../command-line/command-error.ts';
import { cli } from '../../command-line/how-to-run.ts';
import { explainError } from '../../operator/explain-error.ts';
import type { Site } from '../api.ts';
import { siteRoutes } from '../routes.ts';
import type { PageFiles } from './build-page.ts';
import { protect } from './protect.ts';
import type { Sessions } from './session.ts';

/** What the console serves. */
export interface SiteSources {
  readonly page: PageFiles;
  /** Names of the gateways; the first one is shown first. */
  readonly gateways: readonly string[];
  readonly isEmulator: boolean;
  /** Absent on the emulator, whose page anyone at this machine may open. */
  readonly sessions?: Sessions | undefined;
  readonly writing: WriteSwitch;
  /** The API of a gateway; it is opened when it is first asked for. */
  open(name: string): Promise<Hono>;
}

/** Whether the person has allowed writing. */
export interface WriteSwitch {
  isAllowed: boolean;
}

/** The console as an HTTP application: the page at `/`, and below it the API of each gateway. */
export function createSite(sources: SiteSources): Hono {
  const { page, gateways, isEmulator, sessions, writing } = sources;
  const opened = new Map<string, Promise<Hono>>();

  function open(name: string): Promise<Hono> {
    const known = opened.get(name) ?? sources.open(name);
    opened.set(name, known);
    known.catch(() => opened.delete(name));
    return known;
  }

  const app = new Hono();
  app.use(protect);
  app.onError(explain);

  app.get('/', (context) => context.html(page.html));
  app.get(siteRoutes.script, (context) => serve(context, 'text/javascript', page.script));
  app.get(siteRoutes.style, (context) => serve(context, 'text/css', page.style));
  app.get(siteRoutes.icon, (context) => serve(context, 'image/svg+xml', page.icon));
  app.post(siteRoutes.session, async (context) => {
    const session = sessions?.exchange(await context.req.text());
    return session === undefined
      ? context.json({ message: 'this link was used before: run the command again' }, 403)
      : context.json(session);
  });

  const check: MiddlewareHandler = sessions?.check ?? ((_, next) => next());
  app.get(siteRoutes.site, check, (context) => {
    const site: Site = { gateways, isEmulator, isWritingAllowed: writing.isAllowed };
    return context.json(site);
  });
  app.post(siteRoutes.writing, check, (context) => {
    if (!isEmulator) writing.isAllowed = context.req.query('allowed') === 'yes';
    return context.json({ isWritingAllowed: writing.isAllowed });
  });
  app.all('*', check, async (context) => {
    const name = context.req.query('gateway') || gateways[0];
    if (name === undefined || !gateways.includes(name))
      return context.json({ message: `there is no gateway ${name}` }, 404);
    return (await open(name)).fetch(context.req.raw);
  });
  return app;
}

/** What is wrong, for the page. An error in this program is for its terminal. */
export function explain(error: Error, context: Context): Response {
  const text = error instanceof RangeError ? error.message : explainError(error);
  if (text !== undefined) {
    const isMistake = error instanceof RangeError || error instanceof CommandError;
    return context.json({ message: text }, isMistake ? 400 : 502);
  }
  return context.json({ message: `this could not be read: ${cli} doctor says why` }, 500);
}

function serve(context: Context, type: string, body: string): Response {
  return context.body(body, 200, { 'content-type': `${type}; charset=utf-8` });
}
