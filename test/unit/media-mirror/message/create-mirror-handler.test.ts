import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { invocationMs, reservedMs } from '../../../../functions/media-mirror/limits.ts';
import {
  createMirrorHandler,
  type HandlerPorts,
  toBackOffSeconds,
} from '../../../../functions/media-mirror/message/create-mirror-handler.ts';
import type { MediaMessage } from '../../../../functions/media-mirror/ports.ts';
import { timeoutSeconds } from '../../../../lib/delivery-settings.ts';
import { messageWith, picture } from '../../../support/media-message.ts';
import { createMemoryRecordVisibility } from '../../../support/memory-record-visibility.ts';
import { startMediaServer } from '../media-server.ts';
import { createMirrorPorts } from '../mirror-ports.ts';

/** As the ports in memory have it. */
const now = new Date('2026-11-21T08:00:00.000Z');

const context = { getRemainingTimeInMillis: () => 360_000 };

function record(
  id: string,
  body: string,
  receiveCount = 1,
  minutesAgo = 0,
): SQSEvent['Records'][number] {
  return {
    messageId: id,
    receiptHandle: `receipt of ${id}`,
    body,
    attributes: {
      ApproximateReceiveCount: `${receiveCount}`,
      SentTimestamp: '1795161600000',
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: `${now.getTime() - minutesAgo * 60_000}`,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:media',
    awsRegion: 'us-east-1',
  };
}

/** The envelope in which EventBridge sends an event to a queue. */
const envelope = (detail: MediaMessage) =>
  JSON.stringify({
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': 'message.received',
    source: 'tributary.incs',
    detail: {
      ...detail,
      data: { message: { ...detail.data.message, content: { kind: 'image' } } },
    },
  });

/** The handler with a server that responds to `/<status>` with that status. */
async function startMirror(overrides: Partial<HandlerPorts> = {}) {
  const server = await startMediaServer(({ url = '/' }, response) => {
    response.writeHead(Number(url.slice(1)), { 'retry-after': '200' }).end('a picture');
  });
  const { ports, records, history, lines } = createMirrorPorts(server);
  const visibility = createMemoryRecordVisibility();
  const handler = createMirrorHandler({
    ...ports,
    visibility,
    maxReceiveCount: 6,
    random: () => 0.5,
    ...overrides,
  });
  const body = (status: number, id = 'wamid.A') => {
    const message = messageWith(picture({ url: `${server.origin}/${status}` }));
    return envelope({ ...message, data: { message: { ...message.data.message, id } } });
  };
  return { handler, body, visibility, hidden: visibility.hidden, records, history, lines };
}

describe('the mirror as a Lambda function', () => {
  it('reports exactly the records that SQS must deliver again', async () => {
    const { handler, body, hidden } = await startMirror();
    const response = await handler(
      {
        Records: [
          record('stored', body(200, 'wamid.A')),
          record('failing', body(500, 'wamid.B')),
          record('gone', body(410, 'wamid.C')),
        ],
      },
      context,
    );
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'failing' }] });
    expect(hidden).toEqual([['receipt of failing', 200]]);
  });

  it('hides a record for longer after each attempt, and at least as long as the server asks', async () => {
    const { handler, body, hidden } = await startMirror();
    for (const count of [1, 2, 3, 4, 5]) {
      await handler({ Records: [record('failing', body(429), count)] }, context);
    }
    expect(hidden.map(([, seconds]) => seconds)).toEqual([200, 200, 360, 1440, 5760]);
  });

  it('hides a record whose file may only be late for 5 and for 10 minutes, and then finishes it', async () => {
    const { handler, body, hidden, records } = await startMirror();
    for (const [count, minutesAgo] of [
      [1, 0],
      [2, 5],
      [3, 15],
    ] as const) {
      await handler({ Records: [record('late', body(404), count, minutesAgo)] }, context);
    }
    expect(hidden.map(([, seconds]) => seconds)).toEqual([300, 600]);
    expect(records.sortKeys()).toEqual(['media#0#failed#3']);
  });

  it('lets a record move to the dead-letter queue at once after its last attempt', async () => {
    const { handler, body, hidden, records } = await startMirror();
    const response = await handler({ Records: [record('failing', body(503), 6)] }, context);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'failing' }] });
    expect(hidden).toEqual([['receipt of failing', 0]]);
    expect(records.sortKeys()).toEqual(['media#0#failed#6']);
  });

  it.each([
    'not JSON',
    'null',
    '{}',
    '{"detail":{"metadata":{},"data":{"message":{"id":"wamid.A","media":[]}}}}',
  ])('returns a record that is not a message event: %s', async (text) => {
    const { handler, hidden, lines } = await startMirror();
    const response = await handler({ Records: [record('poison', text)] }, context);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'poison' }] });
    expect(hidden).toEqual([['receipt of poison', 0]]);
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'record not a message event',
        recordId: 'poison',
        attempt: 1,
      },
    ]);
  });

  it('returns a record when a store of the gateway fails, and records no failure of the file', async () => {
    const { handler, body, hidden, records, history, lines } = await startMirror();
    history.isDown = true;
    const response = await handler({ Records: [record('a', body(200), 3)] }, context);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    expect(hidden).toEqual([['receipt of a', 360]]);
    expect(records.sortKeys()).toEqual([]);
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'record not mirrored',
        recordId: 'a',
        code: 'store_unavailable',
        error: 'TributaryError',
        advice: 'down',
      },
    ]);
  });

  it('logs the name of an unexpected error, and not its text', async () => {
    const history = { read: () => Promise.reject(new TypeError('a text with wamid.A in it')) };
    const { handler, body, lines } = await startMirror({ history });
    const response = await handler({ Records: [record('a', body(200))] }, context);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'record not mirrored',
        recordId: 'a',
        code: 'unexpected',
        error: 'TypeError',
      },
    ]);
  });

  it('returns a record whose back-off cannot be set', async () => {
    const { handler, body, visibility, lines } = await startMirror();
    visibility.isDown = true;
    const response = await handler({ Records: [record('failing', body(500))] }, context);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'failing' }] });
    expect(lines.at(-1)).toMatchObject({
      level: 'warn',
      message: 'back-off not set',
      code: 'queue_unavailable',
      advice: 'down',
    });
  });

  it('downloads nothing when the invocation has no time left', async () => {
    const { handler, body, lines } = await startMirror();
    const response = await handler(
      { Records: [record('late', body(200))] },
      { getRemainingTimeInMillis: () => 10_000 },
    );
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'late' }] });
    expect(lines).toMatchObject([{ message: 'media failed', reason: 'timeout' }]);
  });
});

it('a time of day that was set back moves no download behind the end of the function', async () => {
  expect(invocationMs).toBe(timeoutSeconds.mirror * 1_000);
  let readings = 0;
  const lefts: number[] = [];
  const { handler, body } = await startMirror({
    // The first reading is at the start, all others are five minutes later.
    now: () => new Date(now.getTime() + (readings++ === 0 ? 0 : 300_000)),
    locateMedia: async (_media, leftMs) => {
      lefts.push(leftMs);
      return { kind: 'failed', failure: { reason: 'timeout' } };
    },
  });
  await handler(
    { Records: [record('A', body(200))] },
    { getRemainingTimeInMillis: () => 4_000_000 },
  );
  expect(lefts).toEqual([invocationMs - reservedMs - 300_000]);
});

describe('the back-off', () => {
  const longest = 0.999_999;

  it('grows fourfold with each attempt', () => {
    const delays = [1, 2, 3, 4, 5].map((attempt) => toBackOffSeconds(attempt, undefined, longest));
    expect(delays).toEqual([30, 120, 480, 1920, 7680]);
  });

  it('is random between half of its length and all of it', () => {
    expect(toBackOffSeconds(2, undefined, 0)).toBe(60);
    expect(toBackOffSeconds(2, undefined, longest)).toBe(120);
  });

  it('is at least as long as the server asks', () => {
    expect(toBackOffSeconds(1, 600, 0)).toBe(600);
    expect(toBackOffSeconds(4, 600, longest)).toBe(1920);
  });

  it('never exceeds 6 hours', () => {
    expect(toBackOffSeconds(1, 86_400, 0)).toBe(21_600);
    expect(toBackOffSeconds(40, undefined, longest)).toBe(21_600);
  });
});
