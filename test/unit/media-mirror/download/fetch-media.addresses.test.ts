import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestFetcher, fetchText } from '../fetching.ts';
import { startMediaServer } from '../media-server.ts';

/** Where a hostile server may want to redirect the mirror. */
const forbiddenTargets = [
  'http://127.0.0.1:1/',
  'http://localhost/',
  'http://10.0.0.8/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
  'http://100.100.100.200/latest/meta-data/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2606:4700::5efe:a9fe:a9fe]/',
  'https://8.8.8.8:8443/',
  'http://8.8.8.8:25/',
  'http://[fe80::1]/',
  'http://2130706433/',
  'http://0177.0.0.1/',
  'http://0x7f.0x0.0x0.0x1/',
  'http://127.1/',
  'http://0/',
  'ftp://8.8.8.8/',
  'file:///etc/passwd',
];

describe('an address that a provider names', () => {
  it.each(forbiddenTargets)('is refused: %s', async (address) => {
    const fetchMedia = createTestFetcher({ resolve: () => Promise.resolve(['127.0.0.1']) });
    expect(await fetchText(fetchMedia, address)).toEqual({ reason: 'refused_address' });
  });

  it.each(['', 'not a url', '//cdn.example/a', 'http://', 'http://[fe80::1%25eth0]/'])(
    'has no location when it is %j',
    async (address) => {
      expect(await fetchText(createTestFetcher({}), address)).toEqual({ reason: 'no_location' });
    },
  );

  it('is unreachable when its name does not resolve', async () => {
    expect(await fetchText(createTestFetcher({}), 'https://cdn.example/a')).toEqual({
      reason: 'unreachable',
      code: 'ENOTFOUND',
    });
  });

  it('times out when its name takes too long to resolve', async () => {
    const fetchMedia = createTestFetcher(
      { resolve: () => new Promise(() => {}) },
      { connectTimeoutMs: 20 },
    );
    expect(await fetchText(fetchMedia, 'https://cdn.example/a')).toEqual({ reason: 'timeout' });
  });

  it('is unreachable when no server listens there', async () => {
    const fetchMedia = createTestFetcher({ localOrigins: ['http://127.0.0.1:1'] });
    expect(await fetchText(fetchMedia, 'http://127.0.0.1:1/a')).toEqual({
      reason: 'unreachable',
      code: 'ECONNREFUSED',
    });
  });
});

describe('a redirect', () => {
  it.each(forbiddenTargets)('to %s is refused', async (location) => {
    const server = await startMediaServer((_request, response) => {
      response.writeHead(302, { location }).end();
    });
    const fetchMedia = createTestFetcher({
      localOrigins: [server.origin],
      resolve: () => Promise.resolve(['127.0.0.1']),
    });
    expect(await fetchText(fetchMedia, `${server.origin}/a`)).toEqual({
      reason: 'refused_address',
    });
    expect(server.paths).toEqual(['/a']);
  });

  it.each([301, 302, 303, 307, 308])('of status %i is followed', async (status) => {
    const server = await startMediaServer((request, response) => {
      if (request.url === '/file?v=1') response.end('the file');
      else response.writeHead(status, { location: '/file?v=1#part' }).end();
    });
    const fetchMedia = createTestFetcher({ localOrigins: [server.origin] });
    expect(await fetchText(fetchMedia, `${server.origin}/a`)).toMatchObject({ text: 'the file' });
  });

  it.each([
    ['other', '/files/other'],
    ['../up?v=1', '/up?v=1'],
    ['?v=2', '/files/first?v=2'],
    ['/root', '/root'],
  ])('to %s is read from where it stands', async (location, path) => {
    const server = await startMediaServer((request, response) => {
      if (request.url === '/files/first') response.writeHead(302, { location });
      response.end();
    });
    const fetchMedia = createTestFetcher({ localOrigins: [server.origin] });
    await fetchText(fetchMedia, `${server.origin}/files/first`);
    expect(server.paths).toEqual(['/files/first', path]);
  });

  it('is followed at most five times', async () => {
    const server = await startMediaServer((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('the file');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const fetchMedia = createTestFetcher({ localOrigins: [server.origin] });
    expect(await fetchText(fetchMedia, `${server.origin}/5`)).toMatchObject({ text: 'the file' });
    expect(await fetchText(fetchMedia, `${server.origin}/6`)).toEqual({
      reason: 'too_many_redirects',
    });
  });

  it('to itself is not followed forever', async () => {
    const server = await startMediaServer((_request, response) => {
      response.writeHead(302, { location: '/' }).end();
    });
    const fetchMedia = createTestFetcher({ localOrigins: [server.origin] });
    expect(await fetchText(fetchMedia, server.origin)).toEqual({ reason: 'too_many_redirects' });
    expect(server.paths).toHaveLength(6);
  });

  it.each([
    ['to an invalid URL', { location: 'http://[' }, 'no_location'],
    ['without a location', {}, 'refused'],
  ])('%s fails', async (_what, headers, reason) => {
    const server = await startMediaServer((_request, response) => {
      response.writeHead(302, headers).end();
    });
    const fetchMedia = createTestFetcher({ localOrigins: [server.origin] });
    expect(await fetchText(fetchMedia, server.origin)).toMatchObject({ reason, status: 302 });
  });

  it('shares its time limit with the hops before it', async () => {
    const server = await startMediaServer((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
    });
    const fetchMedia = createTestFetcher({ localOrigins: [server.origin] });
    expect(await fetchText(fetchMedia, `${server.origin}/a`, 400)).toEqual({ reason: 'timeout' });
    expect(server.paths).toEqual(['/a', '/b']);
  });
});

describe('a host name', () => {
  it('is resolved once for each hop, and only a checked address is connected to', async () => {
    const hosts: (string | undefined)[] = [];
    const server = await startMediaServer((request, response) => {
      hosts.push(request.headers.host);
      response.end('the file');
    });
    const resolutions = [['127.0.0.1'], ['127.0.0.2']];
    const fetchMedia = createTestFetcher({
      resolve: () => Promise.resolve(resolutions.shift() ?? []),
      isAllowed: (address) => address === '127.0.0.1',
      otherPorts: [`${server.port}`],
    });
    const address = `http://cdn.example:${server.port}/a`;
    expect(await fetchText(fetchMedia, address)).toMatchObject({ text: 'the file' });
    expect(hosts).toEqual([`cdn.example:${server.port}`]);
    expect(resolutions).toEqual([['127.0.0.2']]);
    // The second fetch resolves the name again, and its new address is refused.
    expect(await fetchText(fetchMedia, address)).toEqual({ reason: 'refused_address' });
    expect(server.paths).toEqual(['/a']);
  });

  it('is reached at its second address when the first does not respond', async () => {
    const server = await startMediaServer((_request, response) => response.end('the file'));
    const fetchMedia = createTestFetcher({
      resolve: () => Promise.resolve(['::1', '127.0.0.1']),
      isAllowed: () => true,
      otherPorts: [`${server.port}`],
    });
    const address = `http://cdn.example:${server.port}/a`;
    expect(await fetchText(fetchMedia, address)).toMatchObject({ text: 'the file' });
  });

  it('is the server name of the TLS handshake', async () => {
    const names: string[] = [];
    const server = createTlsServer({
      SNICallback: (name, callback) => {
        names.push(name);
        callback(new Error('no certificate'));
      },
    });
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const fetchMedia = createTestFetcher({
      resolve: () => Promise.resolve(['127.0.0.1']),
      isAllowed: () => true,
      otherPorts: [`${port}`],
    });
    expect(await fetchText(fetchMedia, `https://cdn.example:${port}/`)).toMatchObject({
      reason: 'unreachable',
    });
    expect(names).toEqual(['cdn.example']);
  });
});

describe('a request', () => {
  it('has no credentials, cookies or referrer, neither to the first host nor after a redirect', async () => {
    const sent: unknown[] = [];
    const server = await startMediaServer((request, response) => {
      sent.push(request.headers);
      if (request.url === '/a') {
        response.setHeader('set-cookie', 'session=1');
        response.writeHead(302, { location: `http://other.example:${server.port}/b` }).end();
      } else response.end('the file');
    });
    const fetchMedia = createTestFetcher({
      resolve: () => Promise.resolve(['127.0.0.1']),
      isAllowed: () => true,
      otherPorts: [`${server.port}`],
    });
    const address = `http://user:password@cdn.example:${server.port}/a`;
    expect(await fetchText(fetchMedia, address)).toMatchObject({ text: 'the file' });
    const common = {
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'tributary-mirror/1',
      connection: 'close',
    };
    expect(sent).toEqual([
      { ...common, host: `cdn.example:${server.port}` },
      { ...common, host: `other.example:${server.port}` },
    ]);
  });
});
