import { type Context, Hono } from 'hono';
import { shortCommand } from '../../command-line/how-to-run.ts';
import { listCallbackFixtures } from '../../emulator-client/callback-fixtures.ts';
import { doctor } from '../../operator/commands/doctor.ts';
import { mediaRetry } from '../../operator/commands/media-retry.ts';
import { quarantineReplay } from '../../operator/commands/quarantine-replay.ts';
import { send } from '../../operator/commands/send.ts';
import { toPasteable } from '../../operator/doctor/describe-finding.ts';
import type { Finding } from '../../operator/doctor/finding.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';
import type { About, EventsPage, Reading, ThingsPage } from '../api.ts';
import { routes } from '../routes.ts';
import type { Arrivals } from './arrivals.ts';
import { type Asked, askCommand } from './ask-command.ts';
import type { Catalogue } from './catalogue.ts';
import { explain, type WriteSwitch } from './create-site.ts';
import { describeProviders } from './describe-providers.ts';
import { createEventSubjects } from './event-subjects.ts';
import { findConversations } from './find-conversations.ts';
import { listStoredFiles } from './list-stored-files.ts';
import { readChat, readRecords } from './read-chat.ts';
import { groupQuarantined, readQuarantinedBody } from './read-quarantine.ts';
import { readThing } from './read-things.ts';
import { serveMedia } from './s3-media.ts';
import { createTableReading } from './table-reading.ts';
import { readThingKind } from './thing-list.ts';

/** What the console reads of a gateway. */
export interface ConsoleSources extends Stores, Asked {
  readonly arrivals: Arrivals;
  readonly catalogue: Catalogue;
  readonly writing: Readonly<WriteSwitch>;
  /** Ends what goes on behind the requests; absent on the emulator, which ends as a whole. */
  readonly signal?: AbortSignal | undefined;
}

/** Longer than this no request waits for news: proxies and browsers end what is silent for a minute. */
const maxWaitMs = 25_000;

const thingsOnPage = 100;

/** Messages whose files are shown; the CLI lists them all. */
const messagesWithFiles = 120;

/** The API of the console for one gateway. */
export function createConsole(sources: ConsoleSources): Hono {
  const { gateway, arrivals, catalogue, writing, now, table, signal } = sources;
  const reading = createTableReading(sources, catalogue, now, signal);
  const subjects = createEventSubjects(table);
  const isOnEmulator = gateway.localOrigin !== undefined;
  let listsByDay: Promise<boolean> | undefined;
  let seen = 0;

  /** Reads the events that have arrived since the last time. */
  async function catchUp(): Promise<void> {
    for (;;) {
      const { events, last } = await arrivals.events(seen, 0);
      const isAtEnd = last === seen;
      // First: an event that cannot be added must not be read again at each request.
      seen = last;
      for (const { event } of events) catalogue.add(event);
      if (isAtEnd) return;
    }
  }

  /** An operator who may not read the template sees the console without the list. */
  function readListsByDay(): Promise<boolean> {
    listsByDay ??= gateway.listsConversations().catch(() => false);
    return listsByDay;
  }

  const app = new Hono();
  app.onError(explain);

  app.get(routes.about, async (context) => {
    const { name, version, option } = gateway;
    const about: About = {
      name,
      version,
      isOnEmulator,
      doctor: shortCommand('doctor', option),
      listsByDay: await readListsByDay(),
    };
    return context.json(about);
  });
  app.get(routes.events, async (context) => {
    const { since, wait } = context.req.query();
    const from = since === undefined ? undefined : Number(since);
    const { events, last } = await arrivals.events(from, readWait(wait));
    const page: EventsPage = { events: await subjects.addTo(events), last };
    return context.json(page);
  });
  app.get(routes.following, (context) =>
    context.json(arrivals.follower?.following() ?? { state: 'on', text: '' }),
  );
  app.post(routes.following, async (context) => {
    const { follower } = arrivals;
    if (follower === undefined) return context.notFound();
    if (read(context, 'on') === 'yes') {
      if (!writing.isAllowed) return refuseToWrite(context);
      follower.start();
    } else {
      await follower.stop();
    }
    return context.json(follower.following());
  });
  app.get(routes.reading, async (context) => context.json(await reading.state()));
  app.post(routes.reading, async (context) => {
    reading.start();
    const state: Reading = await reading.state();
    return context.json(state);
  });
  app.get(routes.callbacks, async (context) => {
    const { since, wait } = context.req.query();
    return context.json(await arrivals.callbacks(Number(since ?? 0), readWait(wait)));
  });
  app.get(routes.callback, async (context) =>
    context.json(await arrivals.callback(Number(read(context, 'sequence')))),
  );

  app.get(routes.conversations, async (context) => {
    await catchUp();
    const query = {
      text: read(context, 'text').trim(),
      day: read(context, 'day'),
      scope: read(context, 'scope').trim(),
      next: read(context, 'next'),
    };
    const isIndexed = !isOnEmulator && (await readListsByDay());
    return context.json(
      await findConversations(sources, catalogue.conversations, query, isIndexed, now),
    );
  });
  app.get(routes.chat, async (context) => {
    await catchUp();
    const { older } = context.req.query();
    const key = read(context, 'key');
    return context.json(await readChat(sources, catalogue.conversations, key, older));
  });
  app.get(routes.records, async (context) =>
    context.json(await readRecords(sources, read(context, 'provider'), read(context, 'message'))),
  );
  app.get(routes.things, async (context) => {
    await catchUp();
    const skip = Number(read(context, 'next')) || 0;
    const { things, hasMore } = catalogue.things.search({
      text: read(context, 'text'),
      kind: read(context, 'kind'),
      skip,
      limit: thingsOnPage,
    });
    const page: ThingsPage = { things, ...(hasMore && { next: String(skip + thingsOnPage) }) };
    return context.json(page);
  });
  app.get(routes.thing, async (context) => {
    const kind = readThingKind(read(context, 'kind'));
    if (kind === undefined) return context.notFound();
    const [provider, id] = [read(context, 'provider'), read(context, 'id')];
    return context.json(await readThing(sources, kind, provider, id));
  });

  app.get(routes.quarantine, async (context) =>
    context.json(await groupQuarantined(table, read(context, 'from'), now())),
  );
  app.get(routes.quarantined, async (context) =>
    context.json(await readQuarantinedBody(sources, read(context, 'pk'))),
  );
  app.post(routes.replay, async (context) => {
    if (isConfirmed(context) && !writing.isAllowed) return refuseToWrite(context);
    const pk = read(context, 'pk');
    const [counts] = await askCommand(quarantineReplay, sources, {}, [pk], isConfirmed(context));
    return context.json(counts);
  });
  app.get(routes.files, async (context) => {
    await catchUp();
    const wanted = read(context, 'state') === 'failed' ? 'failed' : 'newest';
    const files = await listStoredFiles(catalogue.files[wanted](messagesWithFiles), table);
    return context.json(
      wanted === 'failed' ? files.filter(({ state }) => state === 'failed') : files,
    );
  });
  app.post(routes.retry, async (context) => {
    if (isConfirmed(context) && !writing.isAllowed) return refuseToWrite(context);
    const file = read(context, 'file');
    const ofMessage = { provider: read(context, 'provider'), message: read(context, 'message') };
    const values = { ...ofMessage, file, force: true };
    const [counts] = await askCommand(mediaRetry, sources, values, [], isConfirmed(context));
    return context.json(counts);
  });
  app.get(routes.media, (context) =>
    serveMedia(gateway, read(context, 'key'), context.req.header('range')),
  );

  app.get(routes.providers, async (context) =>
    context.json(await describeProviders(gateway, arrivals)),
  );
  app.post(routes.send, async (context) => {
    const fixture = read(context, 'fixture');
    const [provider = ''] = fixture.split('/');
    if (!isOnEmulator || !gateway.callbacks.has(provider)) return context.notFound();
    // A fixture by its name: the command also takes the path of any file.
    if (!(await listCallbackFixtures(provider)).includes(fixture)) return context.notFound();
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

function refuseToWrite(context: Context): Response {
  return context.json({ message: 'the console is read-only: allow writing first' }, 403);
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
