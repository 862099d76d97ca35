import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../../functions/media-mirror/message/mirror-media.ts';
import { mirrorMessage } from '../../../../functions/media-mirror/message/mirror-message.ts';
import type { MediaMessage, MirrorPorts } from '../../../../functions/media-mirror/ports.ts';
import { hashUserNames } from '../../../../shared/media/media-object.ts';
import { toEventItem } from '../../../../shared/table/event-item.ts';
import { messageWith, picture } from '../../../support/media-message.ts';
import { createGraphPorts, startGraphApi } from '../graph-api.ts';
import { startMediaServer } from '../media-server.ts';
import { createMirrorPorts } from '../mirror-ports.ts';

const deadlineAt = new Date('2026-11-21T08:05:00.000Z');
const minute = 60_000;
const named = { filename: 'beach.jpg', caption: 'On the beach' };

/** An attempt at a message that SQS delivered for the first time some minutes ago. */
const attempt = (number: number, minutesAgo = 0): Attempt => ({
  number,
  firstAt: new Date(Date.parse('2026-11-21T08:00:00.000Z') - minutesAgo * minute),
  isLast: number === 6,
  deadlineAt,
});

/** A server with the statuses `/ok` and `/<status>`, or those that `statuses` lists for the path. */
async function startProvider(statuses: Record<string, readonly number[]> = {}) {
  const left = new Map(Object.entries(statuses).map(([path, list]) => [path, [...list]]));
  const listener: RequestListener = ({ url = '/' }, response) => {
    const [path = '/'] = url.split('?');
    const status = left.get(path)?.shift() ?? (path === '/ok' ? 200 : Number(path.slice(1)));
    response.writeHead(status, { 'retry-after': `${status}` }).end('a picture');
  };
  const server = await startMediaServer(listener);
  const mirror = createMirrorPorts(server);
  const message = (...paths: readonly string[]): MediaMessage =>
    messageWith(
      ...paths.map((path, index) => picture({ index, url: `${server.origin}${path}`, ...named })),
    );
  return { server, message, ...mirror };
}

/** The ports, with a count of the files that are being fetched. */
function countUnderWay(ports: MirrorPorts) {
  let [underWay, most] = [0, 0];
  const fetchMedia: MirrorPorts['fetchMedia'] = async (...args) => {
    underWay += 1;
    most = Math.max(most, underWay);
    const outcome = await ports.fetchMedia(...args);
    // So that others begin before it ends, however fast the server is.
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return outcome;
  };
  return { ports: { ...ports, fetchMedia }, most: () => most, now: () => underWay };
}

describe('a message', () => {
  it('is done when all of its files are stored, each with an event record', async () => {
    const { message, ports, records, bucket } = await startProvider();
    expect(await mirrorMessage(message('/ok', '/ok'), attempt(1), ports)).toEqual({ kind: 'done' });
    expect(records.sortKeys()).toEqual(['media#0#stored', 'media#1#stored']);
    expect(records.events()[0]).toEqual({
      source: 'tributary.incs',
      'detail-type': 'media.stored',
      detail: {
        metadata: {
          id: expect.any(String),
          type: 'media.stored',
          version: 1,
          provider: 'incs',
          providerEvent: 'new_message',
          channel: 'whatsapp',
          account: { channelId: '30058', connection: 'second' },
          occurredAt: '2026-11-21T08:00:00.000Z',
          receivedAt: '2026-11-20T23:00:01.000Z',
        },
        data: {
          messageId: 'wamid.A',
          providerMessageId: 'incs-1',
          media: { index: 0, role: 'content', mimeType: 'image/jpeg', filename: 'beach.jpg' },
          bucket: 'media',
          key: [...bucket.objects.keys()][0],
          sizeBytes: 9,
          sha256: createHash('sha256').update('a picture').digest('hex'),
          contentType: 'image/jpeg',
        },
      },
    });
  });

  it('has three files under way at the same time, and begins another when one is stored', async () => {
    const { message, ports, records } = await startProvider();
    const underWay = countUnderWay(ports);
    const files = Array.from({ length: 8 }, () => '/ok');
    expect(await mirrorMessage(message(...files), attempt(1), underWay.ports)).toEqual({
      kind: 'done',
    });
    expect(underWay.most()).toBe(3);
    expect(records.sortKeys().toSorted()).toEqual(files.map((_, index) => `media#${index}#stored`));
  });

  it('has every file tried that is left, behind any number of files that have their outcome', async () => {
    const { message, ports, records, server } = await startProvider({
      '/late': [503, 503, 200, 200],
    });
    const files = [...Array(6).fill('/ok'), '/late?6', '/late?7'];
    const first = await mirrorMessage(message(...files), attempt(1), ports);
    expect(first.kind).toBe('unfinished');
    expect(await mirrorMessage(message(...files), attempt(2), ports)).toEqual({ kind: 'done' });
    expect(records.sortKeys().toSorted()).toEqual(files.map((_, index) => `media#${index}#stored`));
    expect(server.paths).toHaveLength(files.length + 2);
  });

  it('ends only when no file is under way, also when the table fails', async () => {
    const { message, ports } = await startProvider();
    const underWay = countUnderWay(ports);
    const error = new Error('the table is out');
    let stored = 0;
    const store = async (record: Parameters<typeof ports.records.store>[0]) => {
      stored += 1;
      if (stored === 1) throw error;
      return ports.records.store(record);
    };
    const failing = { ...underWay.ports, records: { ...ports.records, store } };
    const files = Array.from({ length: 8 }, () => '/ok');
    await expect(mirrorMessage(message(...files), attempt(1), failing)).rejects.toBe(error);
    expect(underWay.now()).toBe(0);
  });

  it('says by a keyed hash whose each outcome is, and not in the event', async () => {
    const { message, ports } = await startProvider();
    const stored: Parameters<typeof ports.records.store>[0][] = [];
    const store = async (record: (typeof stored)[number]) => {
      stored.push(record);
      return ports.records.store(record);
    };
    const { metadata, data } = message('/410', '/ok');
    const user = { phone: '447700900123', id: 'GB.7' };
    const withUser = { metadata, data: { message: { ...data.message, user } } };
    await mirrorMessage(withUser, attempt(1), { ...ports, records: { ...ports.records, store } });
    const hashes = hashUserNames(user, ports.userHashKey);
    expect(stored.map(({ userHashes }) => userHashes)).toEqual([hashes, hashes]);
    for (const record of stored) {
      const { userHashes, detail } = toEventItem(record, { publish: true });
      expect(userHashes).toEqual({ S: hashes.join(',') });
      expect(detail.S).not.toContain(hashes[0]);
    }
  });

  it('is done when a file cannot succeed any more, with the reason in an event record', async () => {
    const { message, ports, records } = await startProvider();
    expect(await mirrorMessage(message('/410', '/ok'), attempt(2), ports)).toEqual({
      kind: 'done',
    });
    expect(records.sortKeys()).toEqual(['media#0#failed#2', 'media#1#stored']);
    expect(records.events()[0]?.detail.data).toEqual({
      messageId: 'wamid.A',
      providerMessageId: 'incs-1',
      media: { index: 0, role: 'content', mimeType: 'image/jpeg', filename: 'beach.jpg' },
      reason: 'gone',
      retryable: false,
      attempt: 2,
    });
  });

  it('is unfinished while a file may still succeed, and waits for the longest Retry-After', async () => {
    const { message, ports, records } = await startProvider();
    const outcome = await mirrorMessage(message('/429', '/ok', '/503'), attempt(1), ports);
    expect(outcome).toEqual({ kind: 'unfinished', retryAfterSeconds: 503 });
    expect(records.sortKeys()).toEqual(['media#1#stored']);
  });

  it('records the failure in its last attempt, and stays unfinished for the dead-letter queue', async () => {
    const { message, ports, records } = await startProvider();
    const outcome = await mirrorMessage(message('/503'), attempt(6), ports);
    expect(outcome.kind).toBe('unfinished');
    expect(records.sortKeys()).toEqual(['media#0#failed#6']);
    expect(records.events()[0]?.detail.data).toMatchObject({
      reason: 'server_error',
      retryable: true,
      attempt: 6,
    });
  });

  it('skips files that are stored or cannot succeed any more', async () => {
    const { message, ports, records, server } = await startProvider({ '/late': [503, 200] });
    const files = message('/ok', '/410', '/late');
    expect((await mirrorMessage(files, attempt(1), ports)).kind).toBe('unfinished');
    expect(await mirrorMessage(files, attempt(2), ports)).toEqual({ kind: 'done' });
    expect(server.paths).toEqual(['/ok', '/410', '/late', '/late']);
    expect(records.sortKeys()).toEqual(['media#0#stored', 'media#1#failed#1', 'media#2#stored']);
  });

  it('that returns from the dead-letter queue continues the count of its attempts', async () => {
    const { message, ports, records } = await startProvider({ '/late': [503, 503, 200] });
    await mirrorMessage(message('/late'), attempt(6), ports);
    await mirrorMessage(message('/late'), attempt(6), ports);
    await mirrorMessage(message('/late'), attempt(1), ports);
    expect(records.sortKeys()).toEqual(['media#0#failed#6', 'media#0#failed#7', 'media#0#stored']);
  });

  it('that is delivered twice at once has one event record of each file', async () => {
    const { message, ports, records } = await startProvider();
    const blind = { ...ports, history: { read: async () => [] } };
    await mirrorMessage(message('/ok'), attempt(1), blind);
    await mirrorMessage(message('/ok'), attempt(2), blind);
    expect(records.sortKeys()).toEqual(['media#0#stored']);
  });

  it('that is delivered twice at once records the file that is in the bucket', async () => {
    const pictures = ['a picture', 'another', 'another', 'another'];
    const server = await startMediaServer((_request, response) => response.end(pictures.shift()));
    const { ports, records, bucket, lines } = createMirrorPorts(server);
    const blind = { ...ports, history: { read: async () => [] } };
    const sha256 = createHash('sha256').update('a picture').digest('hex');
    const message = messageWith(picture({ url: server.origin, sha256 }));

    await mirrorMessage(message, attempt(1), blind);
    await mirrorMessage(message, attempt(1), blind);

    expect(records.events()).toMatchObject([{ detail: { data: { sha256, hashVerified: true } } }]);
    expect([...bucket.objects.values()].map(({ bytes }) => `${bytes}`)).toEqual(['a picture']);
    expect(lines.map(({ record }) => record)).toEqual(['stored', 'duplicate']);
  });

  it.each([0, 1, 2, 3])(
    'fails as a whole when the record of file %i is not written',
    async (lost) => {
      const { message, ports } = await startProvider();
      const store = async (record: Parameters<typeof ports.records.store>[0]) => {
        if (record.key.sk === `media#${lost}#stored`) throw new Error('throttled');
        return ports.records.store(record);
      };
      const failing = { ...ports, records: { ...ports.records, store } };
      const mirroring = mirrorMessage(message('/ok', '/ok', '/ok', '/ok'), attempt(6), failing);
      await expect(mirroring).rejects.toThrow('throttled');
    },
  );
});

describe('a file that its server does not have yet', () => {
  it.each([404, 403, 400, 401, 451])(
    'is tried three times over 15 minutes when the status is %i',
    async (status) => {
      const { message, ports, records, server } = await startProvider({
        '/late': [status, status, status],
      });
      const outcomes = [
        await mirrorMessage(message('/late'), attempt(1), ports),
        await mirrorMessage(message('/late'), attempt(2, 5), ports),
      ];
      const waits = outcomes.map((each) => each.kind === 'unfinished' && each.retryAfterSeconds);
      expect(waits).toEqual([300, 600].map((seconds) => Math.max(seconds, status)));
      expect(records.sortKeys()).toEqual([]);

      const last = await mirrorMessage(message('/late'), attempt(3, 15), ports);
      expect(last).toEqual({ kind: 'done' });
      expect(server.paths).toHaveLength(3);
      expect(records.events()).toMatchObject([
        { 'detail-type': 'media.failed', detail: { data: { retryable: false, attempt: 3 } } },
      ]);
    },
  );

  it('is stored when it comes', async () => {
    const { message, ports, records } = await startProvider({ '/late': [404, 403, 200] });
    await mirrorMessage(message('/late'), attempt(1), ports);
    await mirrorMessage(message('/late'), attempt(2, 5), ports);
    await mirrorMessage(message('/late'), attempt(3, 15), ports);
    expect(records.sortKeys()).toEqual(['media#0#stored']);
  });

  it('waits as long as its server asks', async () => {
    const server = await startMediaServer((_request, response) => {
      response.writeHead(404, { 'retry-after': '3600' }).end();
    });
    const { ports } = createMirrorPorts(server);
    const message = messageWith(picture({ url: server.origin }));
    expect(await mirrorMessage(message, attempt(1), ports)).toEqual({
      kind: 'unfinished',
      retryAfterSeconds: 3600,
    });
  });

  it('has its 15 minutes even after attempts that failed temporarily and soon', async () => {
    const { message, ports, records } = await startProvider();
    const early = await mirrorMessage(message('/404'), attempt(3, 3), ports);
    expect(early).toMatchObject({ kind: 'unfinished' });
    expect(records.sortKeys()).toEqual([]);
    expect(await mirrorMessage(message('/404'), attempt(4, 16), ports)).toEqual({ kind: 'done' });
    expect(records.sortKeys()).toEqual(['media#0#failed#4']);
  });

  it('fails in its third attempt and not before, however late that is', async () => {
    const { message, ports, records } = await startProvider();
    await mirrorMessage(message('/404'), attempt(2, 40), ports);
    expect(records.sortKeys()).toEqual([]);
  });

  it('goes to the dead-letter queue when its message was delivered too often before', async () => {
    const { message, ports, records } = await startProvider();
    const last = await mirrorMessage(message('/404'), attempt(6, 3), ports);
    expect(last).toMatchObject({ kind: 'unfinished' });
    expect(records.events()).toMatchObject([
      { detail: { data: { reason: 'gone', retryable: true, attempt: 6 } } },
    ]);
  });

  it('fails for good in the last attempt of its message, if it had its time', async () => {
    const { message, ports, records } = await startProvider();
    expect(await mirrorMessage(message('/404'), attempt(6, 40), ports)).toEqual({ kind: 'done' });
    expect(records.events()).toMatchObject([{ detail: { data: { retryable: false } } }]);
  });
});

describe('a file that an operator has fetched again', () => {
  it('that had failed permanently is stored', async () => {
    const { message, ports, records } = await startProvider({ '/back': [410, 200] });
    await mirrorMessage(message('/back'), attempt(1), ports);
    const retried = { ...message('/back'), retriedFiles: [{ index: 0, afterAttempt: 1 }] };
    expect(await mirrorMessage(retried, attempt(1), ports)).toEqual({ kind: 'done' });
    expect(records.sortKeys()).toEqual(['media#0#failed#1', 'media#0#stored']);
  });

  it('has one outcome of the retry, also when SQS delivers its message twice', async () => {
    const { message, ports, records, server } = await startProvider();
    await mirrorMessage(message('/410'), attempt(1), ports);
    const retried = { ...message('/410'), retriedFiles: [{ index: 0, afterAttempt: 1 }] };
    await mirrorMessage(retried, attempt(1), ports);
    await mirrorMessage(retried, attempt(2), ports);
    expect(records.sortKeys()).toEqual(['media#0#failed#1', 'media#0#failed#2']);
    expect(server.paths).toHaveLength(2);
  });

  it('is fetched from another URL, although the API has it by its id, and compared with the hash', async () => {
    const graph = await startGraphApi();
    const other = await startMediaServer((_request, response) => response.end('a picture'));
    const { ports, records } = createGraphPorts(graph.origin, { otherOrigins: [other.origin] });
    const retriedFiles = [{ index: 0, afterAttempt: 0, url: `${other.origin}/again` }];
    const sha256 = createHash('sha256').update('a picture').digest('hex');
    const lost = messageWith(picture({ providerMediaId: '1013859600285441', sha256 }));
    await mirrorMessage({ ...lost, retriedFiles }, attempt(1), ports);
    expect([graph.requests, other.paths]).toEqual([[], ['/again']]);
    expect(records.sortKeys()).toEqual(['media#0#stored']);
    expect(records.events()).toMatchObject([{ detail: { data: { hashVerified: true } } }]);
  });

  it.each(['http://169.254.169.254/', 'https://8.8.8.8:8443/'])(
    'is not fetched from %s: the address rules are the same',
    async (url) => {
      const { message, ports, records } = await startProvider();
      const retried = { ...message('/ok'), retriedFiles: [{ index: 0, afterAttempt: 0, url }] };
      await mirrorMessage(retried, attempt(1), ports);
      expect(records.events()).toMatchObject([
        { detail: { data: { reason: 'refused_address', retryable: false } } },
      ]);
    },
  );

  it('is the only one that is fetched', async () => {
    const { message, ports, records, server } = await startProvider();
    const retried = { ...message('/1', '/ok'), retriedFiles: [{ index: 1, afterAttempt: 0 }] };
    await mirrorMessage(retried, attempt(1), ports);
    expect(server.paths).toEqual(['/ok']);
    expect(records.sortKeys()).toEqual(['media#1#stored']);
  });

  it('and does not exist in the message is left out', async () => {
    const { message, ports, records } = await startProvider();
    const retried = { ...message('/ok'), retriedFiles: [{ index: 7, afterAttempt: 0 }] };
    expect(await mirrorMessage(retried, attempt(1), ports)).toEqual({ kind: 'done' });
    expect(records.sortKeys()).toEqual([]);
  });

  describe('and is stored', () => {
    /** A server whose picture changes, and its first copy. */
    async function storeOnce() {
      const pictures = ['a picture', 'a better one', 'never asked for'];
      const server = await startMediaServer(({ url }, response) => {
        if (url === '/503' || url === '/410') response.writeHead(Number(url.slice(1))).end();
        else response.end(pictures.shift());
      });
      const mirror = createMirrorPorts(server);
      const message = messageWith(picture({ url: server.origin }));
      await mirrorMessage(message, attempt(1), mirror.ports);
      return { ...mirror, message, server };
    }

    const copy = { index: 0, afterAttempt: 0, copy: 2 };

    it('gets a second copy beside the first, each described by its own event', async () => {
      const { ports, message, records, bucket } = await storeOnce();
      await mirrorMessage({ ...message, retriedFiles: [copy] }, attempt(1), ports);
      expect(records.sortKeys()).toEqual(['media#0#stored', 'media#0#stored#2']);
      const described = records.events().map(({ detail: { data } }) => data);
      const objects = [...bucket.objects.values()].map(({ key, bytes }) => ({
        key,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      }));
      expect(described).toMatchObject(objects);
      expect(described).toMatchObject([
        { key: expect.stringMatching(/0-content\.jpg$/) },
        { key: expect.stringMatching(/0-content-2\.jpg$/), copy: 2 },
      ]);
      expect(`${[...bucket.objects.values()][0]?.bytes}`).toBe('a picture');
    });

    it('gets it once, also when SQS delivers the message twice', async () => {
      const { ports, message, records, bucket, server } = await storeOnce();
      const retried = { ...message, retriedFiles: [copy] };
      await mirrorMessage(retried, attempt(1), ports);
      await mirrorMessage(retried, attempt(1), ports);
      expect(server.paths).toHaveLength(2);
      const blind = { ...ports, history: { read: async () => [] } };
      await mirrorMessage(retried, attempt(1), blind);
      expect(records.sortKeys()).toEqual(['media#0#stored', 'media#0#stored#2']);
      expect(bucket.objects.size).toBe(2);
    });

    it.each(['/410', '/503'])(
      'keeps its copy without a further event when the retry fails at %s',
      async (path) => {
        const { ports, message, records, server, lines } = await storeOnce();
        const url = `${server.origin}${path}`;
        const retried = { ...message, retriedFiles: [{ ...copy, url }] };
        const outcome = await mirrorMessage(retried, attempt(6), ports);
        expect(outcome.kind).toBe(path === '/410' ? 'done' : 'unfinished');
        expect(records.sortKeys()).toEqual(['media#0#stored']);
        expect(lines.at(-1)).toMatchObject({ message: 'media failed', record: undefined });
      },
    );
  });
});

describe('the log', () => {
  it('has ids, outcomes and figures, and no text of a user and no part of a link', async () => {
    const { ports, lines, server } = await startProvider();
    const files = ['/ok?token=secret', '/410?token=secret'].map((path, index) =>
      picture({ index, url: server.origin + path, filename: 'Ada.jpg', caption: 'Hello Ada' }),
    );
    await mirrorMessage(messageWith(...files), attempt(1), ports);
    const ids = { provider: 'incs', eventId: '0f1e2d3c-4b5a-8978-8796-a5b4c3d2e1f0' };
    const common = { ...ids, role: 'content', attempt: 1, elapsedMs: 0, record: 'stored' };
    expect(lines).toEqual([
      { level: 'info', message: 'media stored', ...common, index: 0, sizeBytes: 9 },
      { level: 'warn', message: 'media failed', ...common, index: 1, reason: 'gone', status: 410 },
    ]);
  });
});
