import { type Context, Hono } from 'hono';
import { CommandError } from '../../command-line/command-error.ts';
import { doctor } from '../../operator/commands/doctor.ts';
import { mediaList } from '../../operator/commands/media-list.ts';
import { mediaRetry } from '../../operator/commands/media-retry.ts';
import { quarantineList } from '../../operator/commands/quarantine-list.ts';
import { quarantineReplay } from '../../operator/commands/quarantine-replay.ts';
import { quarantineShow } from '../../operator/commands/quarantine-show.ts';
import { send } from '../../operator/commands/send.ts';
import { toPasteable } from '../../operator/doctor/describe-finding.ts';
import type { Finding } from '../../operator/doctor/finding.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';
import { routes } from '../api.ts';
import type { Arrivals } from './arrivals.ts';
import { type Asked, askCommand } from './ask-command.ts';
import type { PageFiles } from './build-page.ts';
import { createConversationList } from './conversation-list.ts';
import { describeProviders } from './describe-providers.ts';
import { listStoredFiles } from './list-stored-files.ts';
import { protect } from './protect.ts';
import { describeCallback } from './read-callback.ts';
import { findConversationOf, readChat, readRecords } from './read-chat.ts';
import { serveMedia } from './s3-media.ts';

/** What the console reads from. */
export interface ConsoleSources extends Stores, Asked {
  readonly arrivals: Arrivals;
  readonly page: PageFiles;
}

/** Longer than this no request waits for news: proxies and browsers end what is silent for a minute. */
const maxWaitMs = 25_000;

const conversationsInList = 200;

/** The console as an HTTP application: the page at `/`, and below it what the page asks for. */
export function createConsole(sources: ConsoleSources): Hono {
  const { gateway, arrivals, page } = sources;
  const conversations = createConversationList();
  let seen = 0;

  /** Reads the events that have arrived since the last time. */
  async function catchUp(): Promise<void> {
    for (;;) {
      const { events, last } = await arrivals.events(seen, 0);
      for (const { event } of events) conversations.add(event);
      if (last === seen) return;
      seen = last;
    }
  }

  const app = new Hono();
  app.use(protect);
  app.onError((error, context) =>
    error instanceof CommandError || error instanceof RangeError
      ? context.json({ message: error.message }, 400)
      : context.json({ message: 'this could not be read: npm run doctor says why' }, 500),
  );

  app.get('/', (context) => context.html(page.html));
  app.get(routes.script, (context) => serve(context, 'text/javascript', page.script));
  app.get(routes.style, (context) => serve(context, 'text/css', page.style));
  app.get(routes.icon, (context) => serve(context, 'image/svg+xml', page.icon));

  app.get(routes.events, async (context) => {
    const { since, wait } = context.req.query();
    return context.json(
      await arrivals.events(since === undefined ? undefined : Number(since), readWait(wait)),
    );
  });
  app.get(routes.callbacks, async (context) => {
    const { since, wait } = context.req.query();
    return context.json(await arrivals.callbacks(Number(since ?? 0), readWait(wait)));
  });
  app.get(routes.callback, async (context) => {
    const callback = await arrivals.callback(Number(read(context, 'sequence')));
    return context.json(await describeCallback(gateway, callback));
  });

  app.get(routes.conversations, async (context) => {
    await catchUp();
    const text = read(context, 'text');
    const found = conversations.search(text, conversationsInList);
    if (found.length > 0 || text.trim() === '') return context.json(found);
    const key = await findConversationOf(sources, text.trim());
    return context.json(conversations.search(key ?? text, conversationsInList));
  });
  app.get(routes.chat, async (context) => {
    await catchUp();
    const { older } = context.req.query();
    return context.json(await readChat(sources, conversations, read(context, 'key'), older));
  });
  app.get(routes.records, async (context) =>
    context.json(await readRecords(sources, read(context, 'provider'), read(context, 'message'))),
  );

  app.get(routes.quarantine, async (context) =>
    context.json(await askCommand(quarantineList, sources, { from: read(context, 'from') })),
  );
  app.get(routes.quarantined, async (context) => {
    const [shown] = await askCommand(quarantineShow, sources, {}, [read(context, 'pk')]);
    return context.json(shown);
  });
  app.post(routes.replay, async (context) => {
    const pk = read(context, 'pk');
    const [counts] = await askCommand(quarantineReplay, sources, {}, [pk], isConfirmed(context));
    return context.json(counts);
  });
  app.get(routes.files, async (context) =>
    context.json(
      await listStoredFiles(
        await askCommand(mediaList, sources, { from: read(context, 'from') }),
        sources.table,
      ),
    ),
  );
  app.post(routes.retry, async (context) => {
    const file = read(context, 'file');
    const ofMessage = { provider: read(context, 'provider'), message: read(context, 'message') };
    const values = { ...ofMessage, file, force: true };
    const [counts] = await askCommand(mediaRetry, sources, values, [], isConfirmed(context));
    return context.json(counts);
  });
  app.get(routes.media, (context) =>
    serveMedia(gateway, read(context, 'key'), context.req.header('range')),
  );

  app.get(routes.providers, async (context) => context.json(await describeProviders(gateway)));
  app.post(routes.send, async (context) => {
    const fixture = read(context, 'fixture');
    // A fixture by its name: the command also takes the path of any file.
    if (!/^[\w-]+\/[\w.-]+$/.test(fixture) || fixture.includes('..')) return context.notFound();
    const [response] = await askCommand(send, sources, {}, [fixture]);
    return context.json(response);
  });
  app.get(routes.health, async (context) => {
    const findings = (await askCommand(doctor, sources)) as readonly Finding[];
    return context.json(
      findings.map(({ remedy, ...finding }) => ({
        ...finding,
        ...(remedy !== undefined && { remedy: toPasteable(remedy, gateway) }),
      })),
    );
  });
  return app;
}

function serve(context: Context, type: string, body: string): Response {
  return context.body(body, 200, { 'content-type': `${type}; charset=utf-8` });
}

/** The page asks first, shows what would happen, and sends this when the person agrees. */
function isConfirmed(context: Context): boolean {
  return read(context, 'confirmed') === 'yes';
}

function read(context: Context, name: string): string {
  return context.req.query(name) ?? '';
}

function readWait(text: string | undefined): number {
  return Math.min(Math.max(Number(text ?? 0) || 0, 0), maxWaitMs);
}
