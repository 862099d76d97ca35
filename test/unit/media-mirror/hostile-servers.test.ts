import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { mirrorMessage } from '../../../functions/media-mirror/message/mirror-message.ts';
import type { MirrorPorts } from '../../../functions/media-mirror/ports.ts';
import type { MediaItem } from '../../../shared/contract/media.ts';
import { messageWith, picture } from '../../support/media-message.ts';
import { createTestFetcher, hangMs } from './fetching.ts';
import { startMediaServer } from './media-server.ts';
import { createMirrorPorts } from './mirror-ports.ts';

/**
 * What a server can do to the mirror, and which event subscribers receive. The tests in `download/`
 * show how each attack is recognized; these follow it to the event record.
 */
const file = 'a picture';
const sha256 = createHash('sha256').update(file).digest('hex');
const limits = { maxBytes: 100_000 };

interface Circumstances {
  readonly fields?: Partial<MediaItem>;
  /** The addresses of the server's name; without it, the URL has the server's address. */
  readonly resolve?: () => readonly string[];
  readonly timeoutMs?: number;
}

/** Mirrors a picture in the last attempt, which records every failure. */
async function mirrorFrom(
  listener: RequestListener,
  { fields = {}, resolve, timeoutMs = hangMs }: Circumstances = {},
) {
  const server = await startMediaServer(listener);
  const { ports: inMemory, records, bucket } = createMirrorPorts(server);
  const rules = resolve
    ? {
        resolve: async () => resolve(),
        isAllowed: (address: string) => address === '127.0.0.1',
        otherPorts: [`${server.port}`],
      }
    : { localOrigins: [server.origin] };
  const ports: MirrorPorts = { ...inMemory, fetchMedia: createTestFetcher(rules, limits) };
  const url = resolve ? `http://cdn.example:${server.port}/a` : `${server.origin}/a`;
  const message = messageWith(picture({ url, ...fields }));
  const deadlineAt = new Date(ports.now().getTime() + timeoutMs);
  // The file had its time: whatever fails now is reported.
  const firstAt = new Date(ports.now().getTime() - 60 * 60_000);
  await mirrorMessage(message, { number: 6, firstAt, isLast: true, deadlineAt }, ports);
  return { events: records.events(), objects: [...bucket.objects.values()], server };
}

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(code, headers).end('an error page');

const redirect = (location: string) => status(302, { location });

const serving =
  (body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, headers).end(body);

const dripping: RequestListener = (_request, response) => {
  const timer = setInterval(() => response.write('x'), 5);
  response.once('close', () => clearInterval(timer));
};

const endless: RequestListener = (_request, response) => {
  const write = () => {
    while (!response.destroyed && response.write('x'.repeat(10_000)));
    response.once('drain', write);
  };
  write();
};

const breakingOff: RequestListener = (_request, response) => {
  response.setHeader('content-length', 100).write(file, () => response.destroy());
};

type Row = readonly [what: string, listener: RequestListener, reason: string, retryable: boolean];

const failing: readonly Row[] = [
  ['redirects to loopback', redirect('http://127.0.0.1:1/'), 'refused_address', false],
  ['redirects to a private address', redirect('http://10.0.0.8/'), 'refused_address', false],
  ['redirects to a link-local address', redirect('http://169.254.1.1/'), 'refused_address', false],
  [
    "redirects to a cloud's metadata",
    redirect('http://169.254.169.254/latest/'),
    'refused_address',
    false,
  ],
  ['redirects to mapped IPv6', redirect('http://[::ffff:7f00:1]/'), 'refused_address', false],
  ['redirects to translated IPv6', redirect('http://[64:ff9b::7f00:1]/'), 'refused_address', false],
  ['redirects to 6to4', redirect('http://[2002:7f00:1::]/'), 'refused_address', false],
  ['redirects to ISATAP', redirect('http://[2a00::5efe:7f00:1]/'), 'refused_address', false],
  ['redirects to an odd port', redirect('https://8.8.8.8:8443/'), 'refused_address', false],
  ['redirects to a decimal literal', redirect('http://2130706433/'), 'refused_address', false],
  ['redirects to an octal literal', redirect('http://0177.0.0.1/'), 'refused_address', false],
  ['redirects to a hex literal', redirect('http://0x7f000001/'), 'refused_address', false],
  ['redirects to another scheme', redirect('file:///etc/passwd'), 'refused_address', false],
  ['redirects to itself', redirect('/a'), 'too_many_redirects', false],
  ['never ends', endless, 'too_large', false],
  [
    'announces more than the limit',
    status(200, { 'content-length': '100001' }),
    'too_large',
    false,
  ],
  ['announces more than it sends', breakingOff, 'truncated', true],
  ['sends nothing', serving(''), 'truncated', true],
  [
    'sends another type',
    serving('{}', { 'content-type': 'application/json' }),
    'type_mismatch',
    true,
  ],
  [
    'sends a web page for a picture',
    serving('<!doctype html><title>Sign in</title>', { 'content-type': 'image/jpeg' }),
    'type_mismatch',
    true,
  ],
  ['sends a compressed file', serving(file, { 'content-encoding': 'gzip' }), 'type_mismatch', true],
  ['responds with 404', status(404), 'gone', false],
  ['responds with 410', status(410), 'gone', false],
  ['responds with 403', status(403), 'refused', false],
  ['responds with 429', status(429, { 'retry-after': '30' }), 'rate_limited', true],
  ['responds with 503', status(503), 'server_error', true],
];

type StoredRow = readonly [
  what: string,
  listener: RequestListener,
  fields: Partial<MediaItem>,
  verification: { readonly hashVerified?: boolean },
];

const storing: readonly StoredRow[] = [
  ['sends the bytes that its provider hashed', serving(file), { sha256 }, { hashVerified: true }],
  ['sends other bytes', serving('re-encoded'), { sha256 }, { hashVerified: false }],
  [
    'sends more than it announces',
    serving(`${file} and more`, { 'content-length': '9' }),
    { sha256 },
    { hashVerified: true },
  ],
  ['sends a file without a hash', serving(file), {}, {}],
];

describe('a server that', () => {
  it.each(failing)(
    '%s fails its file, and the event has the reason',
    async (_what, listener, reason, retryable) => {
      const { events, objects } = await mirrorFrom(listener);
      expect(events).toMatchObject([
        { 'detail-type': 'media.failed', detail: { data: { reason, retryable } } },
      ]);
      expect(objects).toEqual([]);
    },
  );

  it.each([
    ['drips its body', dripping],
    ['never responds', () => {}],
  ])('%s fails its file at the deadline', async (_what, listener) => {
    const { events, objects } = await mirrorFrom(listener, { timeoutMs: 100 });
    expect(events).toMatchObject([{ detail: { data: { reason: 'timeout', retryable: true } } }]);
    expect(objects).toEqual([]);
  });

  it('has another address when its name is resolved again receives no second request', async () => {
    const resolutions = [['127.0.0.1'], ['169.254.169.254']];
    const { events, server } = await mirrorFrom(redirect('/b'), {
      resolve: () => resolutions.shift() ?? [],
    });
    expect(events).toMatchObject([{ detail: { data: { reason: 'refused_address' } } }]);
    expect(server.paths).toEqual(['/a']);
  });

  it.each(storing)(
    '%s has its file stored, and the event describes it',
    async (_what, listener, fields, verification) => {
      const { events, objects } = await mirrorFrom(listener, { fields });
      const [{ key = '', bytes = '' } = {}] = objects;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const data = { key, sha256, ...verification };
      expect(events).toMatchObject([{ 'detail-type': 'media.stored', detail: { data } }]);
      expect(objects).toHaveLength(1);
    },
  );
});
