import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { mirrorMedia } from '../../../../functions/media-mirror/message/mirror-media.ts';
import type { ConfiguredMediaAccess } from '../../../../functions/media-mirror/settings.ts';
import type { ProviderSecret } from '../../../../shared/provider/provider-secret.ts';
import { messageWith, picture } from '../../../support/media-message.ts';
import { createGraphPorts } from '../graph-api.ts';
import { startMediaServer } from '../media-server.ts';

const attempt = { deadlineAt: new Date('2026-11-21T08:05:00.000Z'), isLast: false };

const basic = `Basic ${Buffer.from('AC1:a token').toString('base64')}`;

interface Call {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly key: string | string[] | undefined;
}

const toCall = (path: string, { authorization, 'x-api-key': key }: IncomingHttpHeaders): Call => ({
  path,
  authorization,
  key,
});

/** A provider's server: it responds with a picture, unless `respond` returns another response. */
async function startServer(
  respond: (path: string) => { status: number; headers?: object; body?: object } | undefined = () =>
    undefined,
) {
  const calls: Call[] = [];
  const { origin } = await startMediaServer((request, response) => {
    const { url: path = '', headers } = request;
    calls.push(toCall(path, headers));
    const other = respond(path);
    if (other === undefined) return void response.end('a picture');
    response.writeHead(other.status, { ...other.headers }).end(JSON.stringify(other.body ?? {}));
  });
  return { origin, calls };
}

async function mirror(
  origin: string,
  access: Partial<ConfiguredMediaAccess>,
  file: Parameters<typeof picture>[0],
  secret: Partial<ProviderSecret> = { accessToken: 'a token', accessUser: 'AC1' },
  otherOrigins: readonly string[] = [],
): Promise<string> {
  const { ports } = createGraphPorts(origin, {
    access: { api: undefined, ...access },
    secrets: [{ token: 'unused', ...secret }],
    otherOrigins,
  });
  const item = picture(file);
  const outcome = await mirrorMedia({ message: messageWith(item), item }, attempt, ports);
  return outcome.kind === 'failed' ? outcome.failure.reason : outcome.kind;
}

describe('a link that needs credentials', () => {
  it.each<[ConfiguredMediaAccess['authorization'], Partial<Call>]>([
    ['bearer', { authorization: 'Bearer a token' }],
    ['basic', { authorization: basic }],
    [{ header: 'x-api-key' }, { key: 'a token' }],
    [{ header: 'authorization', prefix: 'App ' }, { authorization: 'App a token' }],
  ])('is fetched with %j', async (authorization, proof) => {
    const server = await startServer();
    const links = [`${server.origin}/media/{id}`];
    const url = `${server.origin}/media/ME-1.jpg?size=full`;
    expect(await mirror(server.origin, { authorization, links }, { url })).toBe('stored');
    expect(server.calls).toEqual([
      { authorization: undefined, key: undefined, ...proof, path: '/media/ME-1.jpg?size=full' },
    ]);
  });

  it.each([
    '/media/',
    '/media/1/2',
    '/media/..%2Faccounts',
    '/Media/1',
    '/accounts/1',
    '/media/../accounts',
    '/media/1;x',
  ])('has a listed form: the path %s gets no credentials', async (path) => {
    const server = await startServer();
    const access = { links: [`${server.origin}/media/{id}`] };
    expect(await mirror(server.origin, access, { url: `${server.origin}${path}` })).toBe('stored');
    expect(server.calls.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it('is on a listed host: another host gets no credentials, nor one that names it in a path', async () => {
    const server = await startServer();
    const other = await startServer();
    const access = { links: [`${server.origin}/media/{id}`] };
    const named = `${server.origin}/media/1`;
    for (const url of [`${other.origin}/media/1`, `${other.origin}/${named}`]) {
      expect(await mirror(server.origin, access, { url }, undefined, [other.origin])).toBe(
        'stored',
      );
    }
    expect(other.calls.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
  });

  it('gets no credentials without TLS where the listed form has it', async () => {
    const server = await startServer();
    const { host } = new URL(server.origin);
    const access = { links: [`https://${host}/media/{id}`] };
    const url = `${server.origin}/media/1`;
    expect(await mirror(server.origin, access, { url })).toBe('stored');
    expect(server.calls.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it('is the only address with the credentials: a redirect leads nowhere with them', async () => {
    const other = await startServer();
    const server = await startServer((path) =>
      path === '/moved'
        ? { status: 302, headers: { location: `${other.origin}/file` } }
        : { status: 302, headers: { location: '/moved' } },
    );
    const access = { links: [`${server.origin}/{id}`] };
    const file = { url: `${server.origin}/1` };
    expect(await mirror(server.origin, access, file, undefined, [other.origin])).toBe('stored');
    expect([...server.calls, ...other.calls]).toMatchObject([
      { path: '/1', authorization: 'Bearer a token' },
      { path: '/moved', authorization: undefined },
      { path: '/file', authorization: undefined },
    ]);
  });

  it.each([{}, { accessToken: 'a token' }])(
    'is fetched without credentials where the secret has only %j',
    async (secret) => {
      const server = await startServer();
      const authorization = 'basic' as const;
      const access = { authorization, links: [`${server.origin}/{id}`] };
      const url = `${server.origin}/1`;
      expect(await mirror(server.origin, access, { url }, secret)).toBe('stored');
      expect(server.calls[0]?.authorization).toBeUndefined();
    },
  );

  it.each([
    [401, 'not_authorized'],
    [403, 'not_authorized'],
    [404, 'gone'],
    [400, 'refused'],
  ])('that the server refuses with %i is %s', async (status, reason) => {
    const server = await startServer(() => ({ status }));
    const access = { links: [`${server.origin}/{id}`] };
    expect(await mirror(server.origin, access, { url: `${server.origin}/1` })).toBe(reason);
  });

  it('is final where no credentials are needed', async () => {
    const server = await startServer(() => ({ status: 401 }));
    expect(await mirror(server.origin, {}, { url: `${server.origin}/1` })).toBe('refused');
  });
});

describe('a file that is named only by an id', () => {
  const apiAt = (origin: string) => ({
    baseUrl: origin,
    path: '/bot/message/{id}/content',
    returns: 'file' as const,
    fileHosts: [],
    errorReasons: {},
  });
  const file = { providerMediaId: '325708' };

  it('is what the API returns, where it returns files', async () => {
    const server = await startServer();
    expect(await mirror(server.origin, { api: apiAt(server.origin) }, file)).toBe('stored');
    expect(server.calls).toMatchObject([
      { path: '/bot/message/325708/content', authorization: 'Bearer a token' },
    ]);
  });

  it('waits for other credentials where the API refuses these', async () => {
    const server = await startServer(() => ({ status: 401 }));
    expect(await mirror(server.origin, { api: apiAt(server.origin) }, file)).toBe('not_authorized');
  });

  it('is at the URL that the API names at any depth', async () => {
    const server = await startServer((path) =>
      path === '/file'
        ? undefined
        : { status: 200, body: { result: { file: { url: `${server.origin}/file` } } } },
    );
    const returns = { urlAt: ['result', 'file', 'url'] as [string, ...string[]] };
    const access = { api: { ...apiAt(server.origin), returns } };
    expect(await mirror(server.origin, access, file)).toBe('stored');
    expect(server.calls[1]).toMatchObject({ path: '/file', authorization: 'Bearer a token' });
  });

  it('gets no credentials where the API names one of its file hosts without TLS', async () => {
    const other = await startServer();
    const server = await startServer(() => ({
      status: 200,
      body: { url: `${other.origin}/file` },
    }));
    const returns = { urlAt: ['url'] as [string, ...string[]] };
    const fileHosts = [new URL(other.origin).host];
    const access = { api: { ...apiAt(server.origin), returns, fileHosts } };
    expect(await mirror(server.origin, access, file, undefined, [other.origin])).toBe('stored');
    expect(other.calls).toMatchObject([{ path: '/file', authorization: undefined }]);
  });

  it.each([{}, { result: null }, { result: { url: 7 } }, []])(
    'is not found in the response %j',
    async (body) => {
      const server = await startServer(() => ({ status: 200, body }));
      const returns = { urlAt: ['result', 'url'] as [string, ...string[]] };
      const access = { api: { ...apiAt(server.origin), returns } };
      expect(await mirror(server.origin, access, file)).toBe('server_error');
    },
  );

  it("is on the API's own host where the provider says so, whichever host the URL names", async () => {
    const server = await startServer((path) =>
      path.startsWith('/files')
        ? undefined
        : { status: 200, body: { url: 'https://lookaside.example/files/?mid=1&hash=2' } },
    );
    const returns = { urlAt: ['url'] as [string, ...string[]], isOnApiHost: true as const };
    const access = { api: { ...apiAt(server.origin), returns } };
    expect(await mirror(server.origin, access, file)).toBe('stored');
    expect(server.calls[1]).toMatchObject({ path: '/files/?mid=1&hash=2' });
  });
});
