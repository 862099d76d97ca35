import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { MediaMessage } from '../../../functions/media-mirror/media-message.ts';
import { createMirrorHandler } from '../../../functions/media-mirror/mirror-records.ts';
import type { RecordVisibility } from '../../../functions/media-mirror/ports.ts';
import { startMediaServer } from './media-server.ts';
import { messageWith, picture } from './messages.ts';
import { createMirrorPorts } from './mirror-ports.ts';

const context = { getRemainingTimeInMillis: () => 360_000 };

function record(id: string, body: string, receiveCount = 1): SQSEvent['Records'][number] {
  return {
    messageId: id,
    receiptHandle: `receipt of ${id}`,
    body,
    attributes: {
      ApproximateReceiveCount: `${receiveCount}`,
      SentTimestamp: '1795161600000',
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: '1795161600000',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:media',
    awsRegion: 'us-east-1',
  };
}

/** The envelope in which EventBridge hands an event to a queue. */
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

/** The handler on a server that answers `/<status>` with that status. */
async function startMirror(visibility?: RecordVisibility) {
  const server = await startMediaServer(({ url = '/' }, response) => {
    response.writeHead(Number(url.slice(1)), { 'retry-after': '200' }).end('a picture');
  });
  const { ports, records, lines } = createMirrorPorts(server);
  const hidden: [string, number][] = [];
  const handler = createMirrorHandler({
    ...ports,
    maxReceiveCount: 6,
    random: () => 0.5,
    visibility: visibility ?? {
      hide: async ({ receiptHandle }, seconds) => void hidden.push([receiptHandle, seconds]),
    },
  });
  const body = (status: number, id = 'wamid.A') => {
    const message = messageWith(picture({ url: `${server.origin}/${status}` }));
    return envelope({ ...message, data: { message: { ...message.data.message, id } } });
  };
  return { handler, body, hidden, records, lines };
}

describe('the mirror as a Lambda function', () => {
  it('reports the records that are to come again, and only these', async () => {
    const { handler, body, hidden } = await startMirror();
    const response = await handler(
      {
        Records: [
          record('stored', body(200, 'wamid.A')),
          record('unwell', body(500, 'wamid.B')),
          record('gone', body(404, 'wamid.C')),
        ],
      },
      context,
    );
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'unwell' }] });
    expect(hidden).toEqual([['receipt of unwell', 200]]);
  });

  it('backs off longer with each attempt, and as long as the server asks', async () => {
    const { handler, body, hidden } = await startMirror();
    for (const count of [1, 2, 3, 4, 5]) {
      await handler({ Records: [record('unwell', body(429), count)] }, context);
    }
    expect(hidden.map(([, seconds]) => seconds)).toEqual([200, 200, 360, 1440, 5760]);
  });

  it('lets a record go to the dead-letter queue at once after its last attempt', async () => {
    const { handler, body, hidden, records } = await startMirror();
    const response = await handler({ Records: [record('unwell', body(503), 6)] }, context);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'unwell' }] });
    expect(hidden).toEqual([['receipt of unwell', 0]]);
    expect(records.sortKeys()).toEqual(['media#0#failed#6']);
  });

  it.each([
    'not JSON',
    'null',
    '{}',
    '{"detail":{"metadata":{},"data":{"message":{"id":"wamid.A","media":[]}}}}',
  ])('hands back a record that is no message event: %s', async (text) => {
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

  it('hands back a record when our own stores fail, whatever the attempt, and records nothing', async () => {
    const { ports, records, lines } = createMirrorPorts();
    const hidden: number[] = [];
    const handler = createMirrorHandler({
      ...ports,
      history: { read: () => Promise.reject(new Error('a text with wamid.A in it')) },
      maxReceiveCount: 6,
      random: () => 0,
      visibility: { hide: async (_record, seconds) => void hidden.push(seconds) },
    });
    const body = envelope(messageWith(picture({ url: 'https://cdn.example/a' })));
    const response = await handler({ Records: [record('a', body, 3)] }, context);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    expect(hidden).toEqual([240]);
    expect(records.sortKeys()).toEqual([]);
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'record not mirrored',
        recordId: 'a',
        code: 'unexpected',
        error: 'Error',
      },
    ]);
  });

  it('hands back a record although its back-off cannot be set', async () => {
    const { handler, body, lines } = await startMirror({
      hide: () => Promise.reject(new Error('throttled')),
    });
    const response = await handler({ Records: [record('unwell', body(500))] }, context);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'unwell' }] });
    expect(lines.at(-1)).toMatchObject({ level: 'warn', message: 'back-off not set' });
  });

  it('downloads nothing when the invocation has no time left for it', async () => {
    const { handler, body, lines } = await startMirror();
    const response = await handler(
      { Records: [record('late', body(200))] },
      { getRemainingTimeInMillis: () => 10_000 },
    );
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'late' }] });
    expect(lines).toMatchObject([{ message: 'media failed', reason: 'timeout' }]);
  });
});
