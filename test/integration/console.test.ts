import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type {
  ArrivedEvent,
  CallbackDetail,
  Chat,
  ConversationSummary,
  EventsPage,
  FileRow,
  ProviderInfo,
  QuarantinedItem,
  ReplayCounts,
  RetryCounts,
  ShownRecord,
} from '../../tools/console/api.ts';
import { routes } from '../../tools/console/api.ts';
import { serveConsole } from '../../tools/console/serve-console.ts';
import { sendStory, storyConversation } from '../../tools/dev/browser/story.ts';
import { type Emulator, startEmulator } from '../../tools/emulator/emulator.ts';
import { createClients } from '../../tools/emulator-client/aws-clients.ts';
import type { CallbackPage } from '../../tools/emulator-client/callback-log.ts';
import { runTributary } from '../../tools/operator/run-tributary.ts';
import { eventually } from '../support/eventually.ts';
import { quarantineAsBefore } from './operations/quarantine-as-before.ts';
import { textMessage } from './operations/text-message.ts';

/** The console of a gateway that has received one conversation with every kind of content. */
let emulator: Emulator;
let origin: string;
let token: string;

beforeAll(async () => {
  emulator = await startEmulator({
    port: 0,
    dataDirectory: undefined,
    assemblyDirectory: inject('assemblyDirectory'),
    serveConsole: serveConsole(),
  });
  origin = `http://127.0.0.1:${emulator.port}`;
  const { meta } = await emulator.urls();
  const url = meta?.api ?? '';
  token = new URL(url).pathname.split('/').at(-1) ?? '';
  await sendStory(url, new Date());
  return () => emulator.close();
});

async function get(route: string, query: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${origin}${route}?${new URLSearchParams(query)}`);
}

async function ask<Value>(
  route: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Value> {
  const response = await get(route, query);
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json() as Promise<Value>;
}

/** The results of a command of the CLI, as it prints them with `--json`. */
async function runCli(...words: readonly string[]): Promise<readonly unknown[]> {
  const lines: string[] = [];
  await runTributary([...words, '--port', String(emulator.port), '--json'], {
    out: (line) => lines.push(line),
    error: () => {},
    readValue: async () => '',
    environment: {},
    now: () => new Date(),
    waitMs: async () => {},
  });
  return lines.map((line) => JSON.parse(line));
}

/** The status of a request under another name, as a tunnel or a rebound name sends it. */
async function statusAt(host: string, path: string): Promise<number | undefined> {
  const sent = request(`${origin}${path}`, { headers: { host } }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

/** Waits for every event of the story, files included. */
async function allEvents(): Promise<readonly ArrivedEvent[]> {
  return eventually(async () => {
    const { events } = await ask<EventsPage>(routes.events);
    const stored = events.filter(({ event }) => event['detail-type'] === 'media.stored');
    expect(stored.length).toBe(5);
    return events;
  });
}

describe('at the address that npm start prints', () => {
  it('serves the page with a policy that lets nothing of a stranger run', async () => {
    const response = await get('/');
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    for (const route of [routes.script, routes.style, routes.icon]) {
      expect((await get(route)).status).toBe(200);
    }
  });

  it('leaves the callbacks and the pages of the emulator as they are', async () => {
    expect((await fetch(`${origin}/`, { method: 'POST' })).status).toBe(401);
    expect(await statusAt('tunnel.example', '/')).toBe(401);
    expect(await statusAt('tunnel.example', routes.events)).toBe(404);
    expect((await get('/_local/process')).status).toBe(200);
    expect((await get('/_local/stack')).status).toBe(200);
    expect((await get('/_local/nothing')).status).toBe(404);
    expect((await fetch(`${origin}/meta/wrong-token-wrong-token`, { method: 'POST' })).status).toBe(
      401,
    );
  });

  it.each(Object.values(routes))('refuses another origin at %s', async (route) => {
    const headers = { origin: 'https://evil.example' };
    const response = await fetch(`${origin}${route}`, { headers });
    expect(response.status).toBe(403);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('sends no test callback without the origin of its page', async () => {
    const path = `${origin}${routes.send}?fixture=meta/messages.text`;
    expect((await fetch(path, { method: 'POST' })).status).toBe(403);
  });

  it('sends fixtures only, and no file of this machine', async () => {
    const headers = { origin };
    for (const fixture of ['/etc/passwd', '../package.json', 'meta/../../package.json']) {
      const path = `${origin}${routes.send}?${new URLSearchParams({ fixture })}`;
      expect((await fetch(path, { method: 'POST', headers })).status).toBe(404);
    }
  });
});

describe('what has arrived', () => {
  it('has the newest events first, and waits for the next one', async () => {
    const { last } = await ask<EventsPage>(routes.events);
    await allEvents();
    const { last: settled } = await ask<EventsPage>(routes.events);
    expect(settled).toBeGreaterThanOrEqual(last);
    const waiting = ask<EventsPage>(routes.events, { since: String(settled), wait: '20000' });
    const sent = await fetch(`${origin}${routes.send}?fixture=meta/account_update.banned`, {
      method: 'POST',
      headers: { origin },
    });
    expect(await sent.json()).toMatchObject({ status: 200 });
    expect((await waiting).events[0]?.event['detail-type']).toBe('account.updated');
  });

  it('has every callback with its response, and without the token', async () => {
    const text = await (await get(routes.callbacks)).text();
    const { callbacks }: CallbackPage = JSON.parse(text);
    expect(callbacks.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 401]));
    expect(text).not.toContain(token);
  });

  it('shows a callback beside the same events that the gateway has published', async () => {
    const events = await allEvents();
    const { callbacks } = await ask<CallbackPage>(routes.callbacks);
    const [first] = callbacks;
    const detail = await ask<CallbackDetail>(routes.callback, {
      sequence: String(first?.sequence),
    });
    expect(JSON.stringify(detail)).not.toContain(token);
    expect(JSON.parse(detail.text ?? '')).toHaveProperty('entry');
    const [given] = detail.outcome?.events ?? [];
    const published = events.find(
      ({ event }) => event.detail.metadata.id === given?.detail.metadata.id,
    );
    expect(given?.detail.data).toEqual(published?.event.detail.data);
  });
});

describe('a conversation', () => {
  it.each(['447700900123', '+44 7700 900123', 'ada', 'wamid.STORY07'])(
    'is found by %s',
    async (text) => {
      await allEvents();
      const found = await ask<readonly ConversationSummary[]>(routes.conversations, { text });
      expect(found.map(({ key }) => key)).toContain(storyConversation);
    },
  );

  it('has the messages that the CLI prints, and the calls and payments of the user', async () => {
    await allEvents();
    const chat = await ask<Chat>(routes.chat, { key: storyConversation });
    const [, business = '', user = ''] = storyConversation.split('#');
    const [printed] = await runCli('query', 'conversation', business, user);
    const { messages } = printed as Pick<Chat, 'messages'>;
    expect(chat.messages.slice(-messages.length)).toEqual(messages);
    expect(chat.calls).toMatchObject([{ current: 'terminated' }]);
    expect(chat.payments).toMatchObject([{ current: 'captured' }]);
  });

  it('has the records of a message with the JSON of the provider', async () => {
    const records = await eventually(async () => {
      const found = await ask<readonly ShownRecord[]>(routes.records, {
        provider: 'meta',
        message: 'wamid.STORY02',
      });
      expect(found.length).toBeGreaterThanOrEqual(4);
      return found;
    });
    expect(records.map(({ sk }) => sk)).toEqual(
      expect.arrayContaining(['message', 'status#delivered', 'status#read']),
    );
    expect(records.find(({ sk }) => sk === 'message')?.raw).toContain('wamid.STORY02');
  });

  it('says what is wrong with a text that is not the key of a conversation', async () => {
    const response = await get(routes.chat, { key: 'nothing' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('nothing') });
  });
});

describe('a file', () => {
  it('is streamed with its type, in full or in part', async () => {
    await allEvents();
    const from = '2026-01-01';
    const files = await ask<readonly FileRow[]>(routes.files, { from });
    const picture = files.find(({ stored }) => stored?.contentType === 'image/jpeg');
    const key = picture?.stored?.key ?? '';
    const whole = await get(routes.media, { key });
    expect(whole.headers.get('content-type')).toBe('image/jpeg');
    const bytes = await whole.arrayBuffer();
    const part = await fetch(`${origin}${routes.media}?${new URLSearchParams({ key })}`, {
      headers: { range: 'bytes=2-5' },
    });
    expect(part.status).toBe(206);
    expect(await part.arrayBuffer()).toEqual(bytes.slice(2, 6));
  });

  it.each(['image/svg+xml', 'text/html', 'application/xhtml+xml', 'application/pdf', 'text/plain'])(
    'of the type %s is a download that cannot run',
    async (type) => {
      const { s3 } = createClients(emulator.awsEndpoint, 'test');
      const key = `test/${type}`;
      await s3.send(
        new PutObjectCommand({
          Bucket: String(emulator.outputs.MediaBucketName),
          Key: key,
          Body: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
          ContentType: type,
        }),
      );
      const { headers } = await get(routes.media, { key });
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('that the bucket does not have is 404', async () => {
    expect((await get(routes.media, { key: 'nothing' })).status).toBe(404);
  });
});

async function post<Value>(route: string, query: Readonly<Record<string, string>>): Promise<Value> {
  const response = await fetch(`${origin}${route}?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: { origin },
  });
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json() as Promise<Value>;
}

describe('what writes', () => {
  it('replays an item that this version recognizes, after it has said so', async () => {
    const gateway = {
      aws: createClients(emulator.awsEndpoint, 'test'),
      output: (name: string) => String(emulator.outputs[name]),
    };
    const pk = await quarantineAsBefore(gateway, textMessage('wamid.REPLAYED1'));
    const findMessage = async () =>
      (await ask<EventsPage>(routes.events)).events.find(
        ({ event: { detail } }) =>
          'message' in detail.data && detail.data.message.id === 'wamid.REPLAYED1',
      );
    expect(await post<ReplayCounts>(routes.replay, { pk })).toMatchObject({
      dryRun: true,
      stored: 1,
    });
    expect(await findMessage()).toBeUndefined();
    const done = await post<ReplayCounts>(routes.replay, { pk, confirmed: 'yes' });
    expect(done).toMatchObject({ dryRun: false, stored: 1 });
    await eventually(async () => expect(await findMessage()).toBeDefined());
  });

  it('fetches a file that failed again, after it has said so', async () => {
    await post(routes.send, { fixture: 'itnio/up-message-event.image.with-placeholders' });
    const failed = await eventually(async () => {
      const files = await ask<readonly FileRow[]>(routes.files, { from: '2020-01-01' });
      const found = files.find(({ state }) => state === 'failed');
      if (found === undefined) throw new Error('no file has failed yet');
      return found;
    });
    const { provider, message, index } = failed;
    const query = { provider, message, file: String(index) };
    expect(await post<RetryCounts>(routes.retry, query)).toMatchObject({ dryRun: true, files: 1 });
    const done = await post<RetryCounts>(routes.retry, { ...query, confirmed: 'yes' });
    expect(done).toMatchObject({ dryRun: false, files: 1 });
  });

  it.each([routes.replay, routes.retry, routes.send])(
    'refuses %s of another page',
    async (route) => {
      const path = `${origin}${route}?confirmed=yes`;
      expect((await fetch(path, { method: 'POST' })).status).toBe(403);
      const headers = { origin: 'https://evil.example' };
      expect((await fetch(path, { method: 'POST', headers })).status).toBe(403);
      expect((await fetch(path)).status).toBe(404);
    },
  );
});

describe('the other views', () => {
  it('list what `quarantine list` lists, and show the item', async () => {
    const sent = await fetch(`${origin}${routes.send}?fixture=itnio/invalid.text-without-body`, {
      method: 'POST',
      headers: { origin },
    });
    expect(sent.status).toBe(200);
    const from = new Date().toISOString().slice(0, 10);
    const items = await eventually(async () => {
      const found = await ask<readonly QuarantinedItem[]>(routes.quarantine, { from });
      expect(found.length).toBeGreaterThan(0);
      return found;
    });
    expect(items).toEqual(await runCli('quarantine', 'list', '--from', from));
    const shown = await ask<object>(routes.quarantined, { pk: items[0]?.pk ?? '' });
    expect(shown).toHaveProperty('raw');
  });

  it('have the URLs and the proofs of each provider', async () => {
    const providers = await ask<readonly ProviderInfo[]>(routes.providers);
    const urls = await emulator.urls();
    expect(providers.map(({ id }) => id).toSorted()).toEqual(Object.keys(urls).sort());
    const meta = providers.find(({ id }) => id === 'meta');
    expect(meta?.urls).toEqual({ api: urls.meta?.api, functionUrl: urls.meta?.functionUrl });
    expect(meta?.proofs).toContainEqual({ name: 'signature', isSetUp: false });
    expect(meta?.fixtures).toContain('meta/messages.text');
  });

  it('have what doctor finds', async () => {
    const findings = await ask<readonly { readonly check: string }[]>(routes.health);
    const printed = (await runCli('doctor')) as readonly { readonly check: string }[];
    expect(findings.map(({ check }) => check)).toEqual(printed.map(({ check }) => check));
  });
});
