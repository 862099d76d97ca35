import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  About,
  CallbackDetail,
  CallbacksPage,
  Chat,
  ConversationsPage,
  EventsPage,
  Following,
  HealthFinding,
  ProviderInfo,
  Reading,
  Session,
  Site,
  Thing,
  ThingsPage,
} from '../../../tools/console/api.ts';
import { routes, sessionHeader, siteRoutes } from '../../../tools/console/routes.ts';
import { serveDeployedConsole } from '../../../tools/console/serve-deployed-console.ts';
import { sendStory, storyConversation } from '../../../tools/dev/browser/story.ts';
import { type Emulator, startEmulator } from '../../../tools/emulator/emulator.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { actAsDeployed, type PrintedLine } from '../../support/deployed-stack.ts';
import { eventually } from '../../support/eventually.ts';
import { listingAssembly } from '../listing-assembly.ts';

/** `tributary console --stack tributary-prod`, with the emulator as AWS. The gateway lists conversations by day. */
const assembly = listingAssembly();
let emulator: Emulator;
let stack: ReturnType<typeof actAsDeployed>;
let meta: string;
let printed: string[];
let progress: string[];
let ended: Promise<number>;
let origin: string;
let token: string;
let session: Session;

beforeAll(async () => {
  const lines: PrintedLine[] = [];
  emulator = await startEmulator({
    port: 0,
    dataDirectory: undefined,
    assemblyDirectory: assembly.directory,
    onFunctionLine: (stream, text) => lines.push({ stream, text, atMs: Date.now() }),
  });
  meta = (await emulator.urls()).meta?.api ?? '';
  stack = actAsDeployed(emulator, 'tributary-prod', lines);
  await sendStory(meta, new Date());
  await fetch(`${meta}x`, { method: 'POST', body: '{}' });
  for (const fixture of [
    'meta/account_update.banned',
    'meta/message_template_status_update.approved',
    'incs/message_created.110-viber-otp-outbound',
    'incs/new_message.rcs-text',
  ])
    await runCli('send', fixture, '--port', String(emulator.port));
  await open();
});

afterAll(async () => {
  process.emit('SIGTERM');
  await ended;
  stack.restore();
  await emulator.close();
  assembly.remove();
});

async function runCli(...words: readonly string[]): Promise<number> {
  return runTributary(words, {
    out: (line) => printed?.push(line),
    error: (line) => progress?.push(line),
    readValue: async () => '',
    environment: {},
    now: () => new Date(),
    waitMs: async () => {},
    serveConsole: serveDeployedConsole,
  });
}

/** Runs the command, and opens its link. */
async function open(...options: readonly string[]): Promise<void> {
  [printed, progress] = [[], []];
  ended = runCli('console', '--stack', 'tributary-prod', ...options);
  const url = await eventually(async () => {
    const [, found] = /^open (\S+)$/.exec(printed[0] ?? '') ?? [];
    if (found === undefined) throw new Error('there is no link yet');
    return new URL(found);
  });
  origin = url.origin;
  token = url.hash.replace('#/link/', '');
  const response = await exchange(token);
  session = (await response.json()) as Session;
}

function exchange(body: string, from = origin): Promise<Response> {
  return fetch(`${origin}${siteRoutes.session}`, {
    method: 'POST',
    body,
    headers: { origin: from },
  });
}

function get(route: string, query: Readonly<Record<string, string>> = {}, headers = {}) {
  return fetch(`${origin}${route}?${new URLSearchParams(query)}`, {
    headers: { [sessionHeader]: session.session, ...headers },
  });
}

async function ask<Value>(route: string, query: Readonly<Record<string, string>> = {}) {
  const response = await get(route, query);
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as Value;
}

function post(route: string, query: Readonly<Record<string, string>> = {}) {
  return fetch(`${origin}${route}?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: { origin, [sessionHeader]: session.session },
  });
}

describe('the link', () => {
  it('is of a random port of loopback, and works once', async () => {
    expect(new URL(origin).hostname).toBe('127.0.0.1');
    expect(token.length).toBeGreaterThan(40);
    const again = await exchange(token);
    expect(again.status).toBe(403);
    expect(await again.json()).toEqual({
      message: expect.stringContaining('run the command again'),
    });
    expect((await exchange('')).status).toBe(403);
  });

  it('opens a page with the policy of the console, whose files hold nothing of the gateway', async () => {
    const response = await fetch(`${origin}/`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('set-cookie')).toBeNull();
    for (const route of [siteRoutes.script, siteRoutes.style, siteRoutes.icon])
      expect((await fetch(`${origin}${route}`)).status).toBe(200);
  });

  it.each([siteRoutes.site, ...Object.values(routes)])(
    'is needed for %s: without its session, or with a wrong one, nothing is read',
    async (route) => {
      const without = await fetch(`${origin}${route}`);
      expect(without.status).toBe(401);
      const wrong = { [sessionHeader]: session.session.replace(/^./, '-') };
      expect((await fetch(`${origin}${route}`, { headers: wrong })).status).toBe(401);
      // The pass of files opens nothing else, and the session no file.
      const pass = { [sessionHeader]: session.pass };
      expect((await fetch(`${origin}${route}`, { headers: pass })).status).toBe(401);
    },
  );

  it('is of no use to another origin, and under another name', async () => {
    expect((await exchange(token, 'https://evil.example')).status).toBe(403);
    const headers = { origin: 'https://evil.example' };
    expect((await get(routes.about, {}, headers)).status).toBe(403);
    const sent = request(`${origin}${routes.about}`, {
      headers: { host: 'rebound.example', [sessionHeader]: session.session },
    }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(403);
  });
});

describe('read-only', () => {
  it('is the console until the person allows writing', async () => {
    expect(await ask<Site>(siteRoutes.site)).toMatchObject({
      isEmulator: false,
      isWritingAllowed: false,
    });
    for (const [route, query] of [
      [routes.replay, { pk: 'quarantine#meta#x', confirmed: 'yes' }],
      [routes.retry, { provider: 'meta', message: 'wamid.STORY04', file: '0', confirmed: 'yes' }],
      [routes.following, { on: 'yes' }],
    ] as const) {
      const refused = await post(route, query);
      expect(refused.status, route).toBe(403);
      expect(await refused.json()).toEqual({ message: expect.stringContaining('read-only') });
    }
    // It still says what a retry would do.
    const would = await post(routes.retry, {
      provider: 'meta',
      message: 'wamid.STORY04',
      file: '0',
    });
    expect(await would.json()).toMatchObject({ dryRun: true });
    // Test callbacks are for the emulator.
    expect((await post(routes.send, { fixture: 'meta/messages.text' })).status).toBe(404);
  });
});

describe('what is read by queries', () => {
  it('is not what only a scan would find', async () => {
    const nothing = { conversations: [] };
    expect(await ask(routes.conversations)).toMatchObject(nothing);
    expect(await ask(routes.conversations, { text: 'ada' })).toMatchObject(nothing);
    expect(await ask(routes.conversations, { text: '447700900123' })).toMatchObject(nothing);
    expect(await ask(routes.files)).toEqual([]);
    expect(await ask<ThingsPage>(routes.things)).toEqual({ things: [] });
    expect(await ask<Reading>(routes.reading)).toMatchObject({
      state: 'unread',
      cost: expect.stringMatching(/USD|not counted/),
    });
  });

  it('is a conversation, by the number of its user or the id of a message', async () => {
    const scope = 'whatsapp#15550100001';
    for (const query of [
      { text: '+44 7700 900123', scope },
      { text: storyConversation },
      { text: 'wamid.STORY07' },
    ]) {
      const { conversations } = await ask<ConversationsPage>(routes.conversations, query);
      expect(conversations, JSON.stringify(query)).toMatchObject([{ key: storyConversation }]);
    }
    const chat = await ask<Chat>(routes.chat, { key: storyConversation });
    expect(chat.messages.length).toBeGreaterThan(10);
  });

  it('are the conversations of a user on every channel, at every business that is known', async () => {
    const query = { text: '+44 7700 900123', scope: 'whatsapp#30058' };
    const found = await ask<ConversationsPage>(routes.conversations, query);
    expect(found.conversations).toMatchObject([
      { key: storyConversation, channel: 'whatsapp', business: '+15550100001' },
      { key: 'viber#30058#447700900123', channel: 'viber', business: '30058' },
      { key: 'rcs#30058#447700900123', channel: 'rcs', business: '30058' },
    ]);
    // They are known from now on, and each is listed once.
    const again = await ask<ConversationsPage>(routes.conversations, { text: '447700900123' });
    expect(again.conversations).toEqual(found.conversations);
    const part = await ask<ConversationsPage>(routes.conversations, { text: '900123' });
    expect(part.conversations).toHaveLength(3);
  });

  it('are the conversations of a business by day, as the table lists them', async () => {
    const scope = 'whatsapp#15550100001';
    const day = new Date().toISOString().slice(0, 10);
    const listed = await eventually(async () => {
      const page = await ask<ConversationsPage>(routes.conversations, { scope, day });
      expect(page.conversations).toHaveLength(1);
      return page;
    });
    expect(listed.conversations).toMatchObject([{ key: storyConversation, provider: 'meta' }]);
    expect(await ask<ConversationsPage>(routes.conversations, { scope })).toMatchObject({
      conversations: [{ key: storyConversation }],
    });
    const before = { scope, day: '2020-02-29' };
    expect(await ask<ConversationsPage>(routes.conversations, before)).toMatchObject({
      conversations: [],
    });
    const wrong = await get(routes.conversations, { scope, day: '2026-02-30' });
    expect([wrong.status, await wrong.json()]).toEqual([
      400,
      { message: expect.stringContaining('not a day') },
    ]);
  });

  it('is a file, with the pass of its session', async () => {
    const { messages } = await ask<Chat>(routes.chat, { key: storyConversation });
    const media = messages.flatMap((message) => message.media);
    const stored = media.find(({ state }) => state === 'stored');
    const key = stored?.state === 'stored' ? stored.stored.key : '';
    const path = (pass: string) => `${origin}${routes.media}?${new URLSearchParams({ key, pass })}`;
    expect((await fetch(path(session.pass))).status).toBe(200);
    expect((await fetch(path(session.session))).status).toBe(401);
  });

  it('are the providers, without test callbacks, and what doctor finds', async () => {
    const providers = await ask<readonly ProviderInfo[]>(routes.providers);
    const found = providers.find(({ id }) => id === 'meta');
    expect(found).toMatchObject({ fixtures: [], urls: { api: meta } });
    expect(Date.parse(found?.lastCallbackAt ?? '')).toBeGreaterThan(0);
    const findings = await ask<readonly HealthFinding[]>(routes.health);
    // What doctor sends is not a callback of a provider.
    expect(await ask<readonly ProviderInfo[]>(routes.providers)).toEqual(providers);
    const remedies = findings.flatMap(({ remedy }) => remedy ?? []);
    expect(remedies.some((remedy) => remedy.includes('--stack tributary-prod'))).toBe(true);
    expect(await ask<About>(routes.about)).toMatchObject({
      isOnEmulator: false,
      listsByDay: true,
    });
  });
});

describe('callbacks', () => {
  it('are the lines of the log, refused ones too, without a token', async () => {
    const page = await ask<CallbacksPage>(routes.callbacks);
    const outcomes = page.callbacks.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(expect.arrayContaining(['stored', 'refused']));
    expect(page.callbacks[0]).toMatchObject({
      what: 'meta',
      more: expect.stringMatching(/1 stored/),
    });
    expect(page.note).toContain('log group');
    expect(JSON.stringify(page)).not.toContain(new URL(meta).pathname.split('/').at(-1));
  });

  it('are listed once, however often the log is read', async () => {
    const { callbacks, last } = await ask<CallbacksPage>(routes.callbacks);
    expect(new Set(callbacks.map(({ sequence }) => sequence)).size).toBe(callbacks.length);
    const after = await ask<CallbacksPage>(routes.callbacks, { since: String(last) });
    expect(after).toMatchObject({ callbacks: [], last });
  });
});

describe('the whole table', () => {
  it('is read when the person agrees to its cost, and then names, files and templates are found', async () => {
    expect(await (await post(routes.reading)).json()).toMatchObject({ state: 'reading' });
    const reading = await eventually(async () => {
      const state = await ask<Reading>(routes.reading);
      expect(state.state).toBe('read');
      return state;
    });
    expect(reading.items).toBeGreaterThan(30);
    const { conversations, scopes } = await ask<ConversationsPage>(routes.conversations, {
      text: 'ada',
    });
    expect(conversations).toMatchObject([{ key: storyConversation, title: 'Ada Example' }]);
    expect(scopes).toContain('whatsapp#15550100001');
    expect(await ask<readonly object[]>(routes.files)).toHaveLength(5);

    const { things } = await ask<ThingsPage>(routes.things);
    expect(things.map(({ kind }) => kind).toSorted()).toEqual(['account', 'template']);
    const {
      kind = '',
      provider = '',
      id = '',
    } = things.find((each) => each.kind === 'template') ?? {};
    const thing = await ask<Thing>(routes.thing, { kind, provider, id });
    expect(thing.summary.states).toMatchObject({ status: 'APPROVED' });
    expect(thing.history.map((event) => event['detail-type'])).toEqual(['template.status.updated']);
  });

  it('then has the records of callbacks, with their bodies', async () => {
    const { callbacks } = await ask<CallbacksPage>(routes.callbacks);
    const [first] = callbacks;
    const detail = await ask<CallbackDetail>(routes.callback, {
      sequence: String(first?.sequence),
    });
    expect(detail.outcome?.events).toHaveLength(1);
    expect(JSON.parse(detail.text ?? '')).toHaveProperty('entry');
    expect(detail.sections).toHaveProperty('Line of the log');
  });
});

describe('live', () => {
  async function rules(): Promise<readonly string[]> {
    const { eventBridge } = createClients(emulator.awsEndpoint, 'test');
    const bus = String(emulator.outputs.EventBusName);
    const { Rules = [] } = await eventBridge.send(new ListRulesCommand({ EventBusName: bus }));
    return Rules.map(({ Name = '' }) => Name).filter((name) => name.includes('-console-'));
  }

  async function queues(): Promise<readonly string[]> {
    const { sqs } = createClients(emulator.awsEndpoint, 'test');
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    return QueueUrls.filter((url) => url.includes('-console-'));
  }

  async function startFollowing(): Promise<void> {
    await post(siteRoutes.writing, { allowed: 'yes' });
    expect((await post(routes.following, { on: 'yes' })).status).toBe(200);
    await eventually(async () =>
      expect(await ask<Following>(routes.following)).toMatchObject({ state: 'on' }),
    );
  }

  it('follows the bus once writing is allowed, and deletes its rule and queue at the end', async () => {
    await startFollowing();
    expect(await rules()).toHaveLength(1);
    const waiting = ask<EventsPage>(routes.events, { since: '0', wait: '20000' });
    await runCli('send', 'meta/account_update.banned', '--port', String(emulator.port));
    await runCli('send', 'meta/messages.text', '--port', String(emulator.port));
    const { events } = await waiting;
    expect(events[0]?.event.source).toBe('tributary.meta');
    expect(await (await post(routes.following, { on: 'no' })).json()).toMatchObject({
      state: 'off',
    });
    expect(await rules()).toEqual([]);
    expect(await queues()).toEqual([]);
  });

  it('is read-only again when the person takes it back', async () => {
    await post(siteRoutes.writing, { allowed: 'no' });
    expect((await post(routes.following, { on: 'yes' })).status).toBe(403);
  });

  it('deletes them also when the command ends', async () => {
    await startFollowing();
    process.emit('SIGTERM');
    expect(await ended).toBe(0);
    expect(await rules()).toEqual([]);
    expect(await queues()).toEqual([]);
    await expect(fetch(`${origin}/`)).rejects.toThrow();
    await open('--allow-writes');
    expect(await ask<Site>(siteRoutes.site)).toMatchObject({ isWritingAllowed: true });
  });
});

it('prints the address of the page that the emulator serves, for the gateway there', async () => {
  const out: string[] = [];
  const code = await runTributary(['console', '--port', String(emulator.port), '--json'], {
    out: (line) => out.push(line),
    error: () => {},
    readValue: async () => '',
    environment: {},
    now: () => new Date(),
    waitMs: async () => {},
    serveConsole: serveDeployedConsole,
  });
  expect([code, ...out]).toEqual([0, `{"url":"http://127.0.0.1:${emulator.port}/"}`]);
});
