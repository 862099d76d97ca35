import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Attempt, mirrorMedia } from '../../../functions/media-mirror/mirror-media.ts';
import type { MediaItem } from '../../../shared/contract/media.ts';
import { startMediaServer } from './media-server.ts';
import { messageWith, picture } from './messages.ts';
import { createMirrorPorts } from './mirror-ports.ts';

const first: Attempt = {
  number: 1,
  isLast: false,
  deadlineAt: new Date('2026-11-21T08:05:00.000Z'),
};

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

/** Mirrors one picture from a server that answers like this. */
async function mirror(response: RequestListener, fields: Partial<MediaItem> = {}, attempt = first) {
  const server = await startMediaServer(response);
  const { ports, bucket } = createMirrorPorts(server);
  const item = picture({ url: `${server.origin}/a`, ...fields });
  const outcome = await mirrorMedia({ message: messageWith(item), item }, attempt, ports);
  return { outcome, objects: [...bucket.objects.values()], requests: server.paths.length };
}

/** A server that sends these bodies one after the other, the last one for ever. */
function sending(...bodies: readonly string[]): RequestListener {
  let next = 0;
  return (_request, response) => {
    response.setHeader('content-type', 'image/jpeg').end(bodies[Math.min(next, bodies.length - 1)]);
    next += 1;
  };
}

describe('a file', () => {
  it('is put into the bucket under its key, with a safe name and without a word of the user', async () => {
    const filename = 'Grüße.jpg';
    const { outcome, objects } = await mirror(sending('a picture'), { filename, caption: 'Hello' });
    const key = 'incs/2026-11-20/0f1e2d3c-4b5a-8978-8796-a5b4c3d2e1f0/0-content.jpg';
    expect(outcome).toEqual({
      kind: 'stored',
      key,
      contentType: 'image/jpeg',
      sizeBytes: 9,
      sha256: sha256Of('a picture'),
      hashVerified: undefined,
    });
    expect(objects).toEqual([
      {
        key,
        contentType: 'image/jpeg',
        contentDisposition: `attachment; filename="Gr__e.jpg"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.jpg`,
        metadata: {
          'event-id': '0f1e2d3c-4b5a-8978-8796-a5b4c3d2e1f0',
          'media-index': '0',
          'media-role': 'content',
        },
        bytes: Buffer.from('a picture'),
      },
    ]);
  });

  it('without an address has no location', async () => {
    const { ports } = createMirrorPorts();
    const item = picture({ providerMediaId: '1013859600285441' });
    expect(await mirrorMedia({ message: messageWith(item), item }, first, ports)).toEqual({
      kind: 'failed',
      failure: { reason: 'no_location' },
    });
  });

  it('is not begun when the time is over', async () => {
    const late = { ...first, deadlineAt: new Date('2026-11-21T08:00:00.000Z') };
    const { outcome, requests } = await mirror(sending('a picture'), {}, late);
    expect(outcome).toEqual({ kind: 'failed', failure: { reason: 'timeout' } });
    expect(requests).toBe(0);
  });

  it('gets no more time than is left', async () => {
    const soon = { ...first, deadlineAt: new Date('2026-11-21T08:00:00.050Z') };
    const { outcome } = await mirror(() => {}, {}, soon);
    expect(outcome).toEqual({ kind: 'failed', failure: { reason: 'timeout' } });
  });

  it('that the bucket does not take is no failure of the file', async () => {
    const server = await startMediaServer(sending('a picture'));
    const { ports, bucket } = createMirrorPorts(server);
    const item = picture({ url: server.origin });
    const full = { ...bucket, put: () => Promise.reject(new Error('no room')) };
    const mirroring = mirrorMedia({ message: messageWith(item), item }, first, {
      ...ports,
      bucket: full,
    });
    await expect(mirroring).rejects.toThrow('no room');
  });
});

describe("the provider's hash", () => {
  it('is verified', async () => {
    const { outcome, requests } = await mirror(sending('a picture'), {
      sha256: sha256Of('a picture'),
    });
    expect(outcome).toMatchObject({ kind: 'stored', hashVerified: true });
    expect(requests).toBe(1);
  });

  it('that differs once has the file downloaded again', async () => {
    const { outcome, objects, requests } = await mirror(sending('a pXcture', 'a picture'), {
      sha256: sha256Of('a picture'),
    });
    expect(outcome).toMatchObject({ kind: 'stored', hashVerified: true });
    expect(objects.map(({ bytes }) => bytes.toString())).toEqual(['a picture']);
    expect(requests).toBe(2);
  });

  it('that differs twice is told: aggregators re-encode', async () => {
    const { outcome, requests } = await mirror(sending('re-encoded'), {
      sha256: sha256Of('a picture'),
    });
    expect(outcome).toMatchObject({
      kind: 'stored',
      sha256: sha256Of('re-encoded'),
      hashVerified: false,
    });
    expect(requests).toBe(2);
  });

  it('that differs in the last attempt is told at once', async () => {
    const last = { ...first, number: 6, isLast: true };
    const hash = { sha256: sha256Of('a picture') };
    const { outcome, requests } = await mirror(sending('re-encoded'), hash, last);
    expect(outcome).toMatchObject({ kind: 'stored', hashVerified: false });
    expect(requests).toBe(1);
  });

  it('that differs, and a server that fails then, leave nothing in the bucket', async () => {
    const statuses = [200, 503];
    const { outcome, objects } = await mirror(
      (_request, response) => response.writeHead(statuses.shift() ?? 500).end('a pXcture'),
      { sha256: sha256Of('a picture') },
    );
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'server_error' } });
    expect(objects).toEqual([]);
  });
});

describe('a server', () => {
  const page = '<!DOCTYPE html><title>Sign in</title>';

  it.each([
    ['calls a web page a web page', 'text/html', page],
    ['calls a web page a picture', 'image/jpeg', page],
    ['calls a web page nothing in particular', 'application/octet-stream', page],
    ['answers with an error as JSON', 'application/json', '{"code":403}'],
  ])('that %s has not sent the picture', async (_what, contentType, body) => {
    const { outcome, objects } = await mirror((_request, response) => {
      response.setHeader('content-type', contentType).end(body);
    });
    expect(outcome).toEqual({ kind: 'failed', failure: { reason: 'type_mismatch' } });
    expect(objects).toEqual([]);
  });

  it('whose file is not taken sees its connection end', async () => {
    const closed = Promise.withResolvers<void>();
    await mirror((_request, response) => {
      response.setHeader('content-type', 'text/html').write('<p>');
      response.once('close', () => closed.resolve());
    });
    await closed.promise;
  });

  it('may send a web page when that is the file', async () => {
    const { outcome } = await mirror(
      (_request, response) => response.setHeader('content-type', 'text/html').end(page),
      { mimeType: 'text/html' },
    );
    expect(outcome).toMatchObject({ kind: 'stored', contentType: 'text/html' });
  });

  it('that sends nothing has not sent the file', async () => {
    const { outcome, objects } = await mirror((_request, response) => response.end());
    expect(outcome).toEqual({ kind: 'failed', failure: { reason: 'truncated' } });
    expect(objects).toEqual([]);
  });

  it('that breaks off leaves nothing in the bucket', async () => {
    const { outcome, objects } = await mirror((_request, response) => {
      response.setHeader('content-length', 100).write('a pic', () => response.destroy());
    });
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'truncated' } });
    expect(objects).toEqual([]);
  });
});
