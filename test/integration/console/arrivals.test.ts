import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type {
  CallbackDetail,
  CallbacksPage,
  Chat,
  ConversationsPage,
  EventsPage,
  ShownRecord,
} from '../../../tools/console/api.ts';
import { routes, siteRoutes } from '../../../tools/console/routes.ts';
import { storyConversation } from '../../../tools/dev/browser/story.ts';
import { eventually } from '../../support/eventually.ts';
import { allEvents, ask, get, origin, runCli, token, useConsole } from './console-gateway.ts';

useConsole();

/** The status of a request under another name, as a tunnel or a rebound name sends it. */
async function statusAt(host: string, path: string): Promise<number | undefined> {
  const sent = request(`${origin}${path}`, { headers: { host } }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

describe('at the address that npm start prints', () => {
  it('serves the page with a policy that lets nothing of a stranger run', async () => {
    const response = await get('/');
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    for (const route of [siteRoutes.script, siteRoutes.style, siteRoutes.icon]) {
      expect((await get(route)).status).toBe(200);
    }
  });

  it('leaves the callbacks and the pages of the emulator as they are', async () => {
    expect((await fetch(`${origin}/`, { method: 'POST' })).status).toBe(401);
    expect(await statusAt('tunnel.example', '/')).toBe(401);
    expect(await statusAt('tunnel.example', routes.events)).toBe(404);
    expect((await get('/_local/process')).status).toBe(200);
    expect((await get('/_local/app')).status).toBe(200);
    expect((await get('/_local/nothing')).status).toBe(404);
    expect((await fetch(`${origin}/meta/wrong-token-wrong-token`, { method: 'POST' })).status).toBe(
      401,
    );
  });

  it.each(Object.values({ ...siteRoutes, ...routes }))(
    'refuses another origin at %s',
    async (route) => {
      const headers = { origin: 'https://evil.example' };
      const response = await fetch(`${origin}${route}`, { headers });
      expect(response.status).toBe(403);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  );

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
    const { callbacks }: CallbacksPage = JSON.parse(text);
    expect(callbacks.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['200', '401']));
    expect(text).not.toContain(token);
  });

  it('shows a callback beside the same events that the gateway has published', async () => {
    const events = await allEvents();
    const { callbacks } = await ask<CallbacksPage>(routes.callbacks);
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
      const found = await ask<ConversationsPage>(routes.conversations, { text });
      expect(found.conversations.map(({ key }) => key)).toContain(storyConversation);
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
