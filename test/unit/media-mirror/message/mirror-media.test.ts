import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  type Attempt,
  mirrorMedia,
} from '../../../../functions/media-mirror/message/mirror-media.ts';
import type { MediaItem } from '../../../../shared/contract/media.ts';
import { hashUserName, readUserHashes } from '../../../../shared/media/media-object.ts';
import { messageWith, picture } from '../../../support/media-message.ts';
import { startMediaServer } from '../media-server.ts';
import { createMirrorPorts } from '../mirror-ports.ts';

const first: Attempt = {
  number: 1,
  firstAt: new Date('2026-11-21T08:00:00.000Z'),
  isLast: false,
  deadlineAt: new Date('2026-11-21T08:05:00.000Z'),
};

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

/** Mirrors one picture from a server with this listener. */
async function mirror(response: RequestListener, fields: Partial<MediaItem> = {}, attempt = first) {
  const server = await startMediaServer(response);
  const { ports, bucket } = createMirrorPorts(server);
  const item = picture({ url: `${server.origin}/a`, ...fields });
  const outcome = await mirrorMedia({ message: messageWith(item), item }, attempt, ports);
  return { outcome, objects: [...bucket.objects.values()], requests: server.paths.length };
}

/** A server that sends these bodies one after the other, and then always the last one. */
function sending(...bodies: readonly string[]): RequestListener {
  let next = 0;
  return (_request, response) => {
    response.setHeader('content-type', 'image/jpeg').end(bodies[Math.min(next, bodies.length - 1)]);
    next += 1;
  };
}

describe('a file', () => {
  it('is stored under its key, with a safe name and without any text of the user', async () => {
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

  it('says by a keyed hash of each name whose it is', async () => {
    const server = await startMediaServer(sending('a picture'));
    const { ports, bucket } = createMirrorPorts(server);
    const item = picture({ url: `${server.origin}/a` });
    const { metadata, data } = messageWith(item);
    const user = { phone: '447700900123', id: 'GB.7' };
    const message = { metadata, data: { message: { ...data.message, user } } };
    await mirrorMedia({ message, item }, first, ports);
    const [object] = bucket.objects.values();
    const hashes = readUserHashes(object?.metadata ?? {});
    expect(hashes).toEqual(
      ['447700900123', 'GB.7'].map((name) => hashUserName(name, ports.userHashKey)),
    );
    expect(hashes).not.toContain(hashUserName('447700900123', 'the id of another stack'));
  });

  it('without a link has no location', async () => {
    const { ports } = createMirrorPorts();
    const item = picture({ providerMediaId: '1013859600285441' });
    expect(await mirrorMedia({ message: messageWith(item), item }, first, ports)).toEqual({
      kind: 'failed',
      failure: { reason: 'no_location' },
    });
  });

  it('is not requested after the deadline', async () => {
    const late = { ...first, deadlineAt: new Date('2026-11-21T08:00:00.000Z') };
    const { outcome, requests } = await mirror(sending('a picture'), {}, late);
    expect(outcome).toEqual({ kind: 'failed', failure: { reason: 'timeout' } });
    expect(requests).toBe(0);
  });

  it('times out at the deadline', async () => {
    const soon = { ...first, deadlineAt: new Date('2026-11-21T08:00:00.050Z') };
    const { outcome } = await mirror(() => {}, {}, soon);
    expect(outcome).toEqual({ kind: 'failed', failure: { reason: 'timeout' } });
  });

  it('that the bucket does not accept is a failure of the bucket, not of the file', async () => {
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

  it('causes a second download when it differs once', async () => {
    const { outcome, objects, requests } = await mirror(sending('a pXcture', 'a picture'), {
      sha256: sha256Of('a picture'),
    });
    expect(outcome).toMatchObject({ kind: 'stored', hashVerified: true });
    expect(objects.map(({ bytes }) => bytes.toString())).toEqual(['a picture']);
    expect(requests).toBe(2);
  });

  it('may differ twice, which the outcome reports: aggregators re-encode files', async () => {
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

  it('may differ once in the last attempt, without a second download', async () => {
    const last = { ...first, number: 6, isLast: true };
    const hash = { sha256: sha256Of('a picture') };
    const { outcome, requests } = await mirror(sending('re-encoded'), hash, last);
    expect(outcome).toMatchObject({ kind: 'stored', hashVerified: false });
    expect(requests).toBe(1);
  });

  it('that differs leaves nothing in the bucket when the second download fails', async () => {
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
    ['sends a web page as text/html', 'text/html', page],
    ['sends a web page as a picture', 'image/jpeg', page],
    ['sends a web page without a specific type', 'application/octet-stream', page],
    ['sends an error as JSON', 'application/json', '{"code":403}'],
  ])('that %s in place of a picture fails the file', async (_what, contentType, body) => {
    const { outcome, objects } = await mirror((_request, response) => {
      response.setHeader('content-type', contentType).end(body);
    });
    expect(outcome).toEqual({ kind: 'failed', failure: { reason: 'type_mismatch' } });
    expect(objects).toEqual([]);
  });

  it('whose file is refused has its connection closed', async () => {
    const closed = Promise.withResolvers<void>();
    await mirror((_request, response) => {
      response.setHeader('content-type', 'text/html').write('<p>');
      response.once('close', () => closed.resolve());
    });
    await closed.promise;
  });

  it.each([
    ['SVG', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['SVG as a picture', 'image/jpeg', '<svg onload=alert(1)>'],
    ['a script', 'image/jpeg', '<script>alert(1)</script>'],
    ['several parts', 'multipart/x-mixed-replace; boundary=x', '--x\r\n'],
  ])('that sends %s in place of a picture fails the file', async (_what, contentType, body) => {
    const { outcome, objects } = await mirror((_request, response) => {
      response.setHeader('content-type', contentType).end(body);
    });
    expect(outcome).toEqual({ kind: 'failed', failure: { reason: 'type_mismatch' } });
    expect(objects).toEqual([]);
  });

  it('that sends no type stores SVG as a stream of bytes', async () => {
    const svg = '<svg onload=alert(1)>';
    const { outcome, objects } = await mirror((_request, response) => response.end(svg), {
      mimeType: undefined,
    });
    expect(outcome).toMatchObject({ kind: 'stored', contentType: 'application/octet-stream' });
    expect(objects).toMatchObject([{ contentType: 'application/octet-stream' }]);
  });

  it.each(['text/html', 'image/svg+xml'])(
    'may send a document that is declared as %s, which is stored as a stream of bytes',
    async (mimeType) => {
      const { outcome, objects } = await mirror(
        (_request, response) => response.setHeader('content-type', mimeType).end(page),
        { mimeType },
      );
      expect(outcome).toMatchObject({ kind: 'stored', contentType: 'application/octet-stream' });
      expect(objects.map(({ bytes }) => `${bytes}`)).toEqual([page]);
    },
  );

  it.each([
    ['a page for a table', 'application/vnd.ms-excel', 'text/html', 'application/octet-stream'],
    ['a page for a picture', 'image/jpeg', 'image/jpeg', 'application/octet-stream'],
  ])(
    'that sends %s with the hash of the provider has sent the file',
    async (_what, mimeType, served, contentType) => {
      const { outcome, requests } = await mirror(
        (_request, response) => response.setHeader('content-type', served).end(page),
        { mimeType, sha256: sha256Of(page) },
      );
      expect(outcome).toMatchObject({ kind: 'stored', contentType, hashVerified: true });
      expect(requests).toBe(1);
    },
  );

  it('that calls a picture with the hash of the provider a page has sent the picture', async () => {
    const { outcome } = await mirror(
      (_request, response) => response.setHeader('content-type', 'text/html').end('a picture'),
      { sha256: sha256Of('a picture') },
    );
    expect(outcome).toMatchObject({ kind: 'stored', contentType: 'image/jpeg' });
  });

  it.each([first, { ...first, number: 6, isLast: true }])(
    'that sends a page with another hash has not sent the file, in attempt $number',
    async (attempt) => {
      const { outcome, objects, requests } = await mirror(
        (_request, response) => response.setHeader('content-type', 'text/html').end(page),
        { sha256: sha256Of('a picture') },
        attempt,
      );
      expect(outcome).toEqual({ kind: 'failed', failure: { reason: 'type_mismatch' } });
      expect(objects).toEqual([]);
      expect(requests).toBe(1);
    },
  );

  it('that sends an empty body fails the file', async () => {
    const { outcome, objects } = await mirror((_request, response) => response.end());
    expect(outcome).toEqual({ kind: 'failed', failure: { reason: 'truncated' } });
    expect(objects).toEqual([]);
  });

  it('that stops within the body leaves nothing in the bucket', async () => {
    const { outcome, objects } = await mirror((_request, response) => {
      response.setHeader('content-length', 100).write('a pic', () => response.destroy());
    });
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'truncated' } });
    expect(objects).toEqual([]);
  });
});
