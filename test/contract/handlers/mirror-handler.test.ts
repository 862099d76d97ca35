import { createServer } from 'node:http';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { hashUserName } from '../../../shared/media/media-object.ts';
import { environmentKeys, localMediaOriginKey } from '../../../shared/runtime/environment.ts';
import { listenOnLoopback } from '../../../tools/emulator/listen-on-loopback.ts';
import { goldenEvent } from '../../support/golden-events.ts';
import { hideLog, startScriptedAws, stubEnvironment } from './scripted-aws.ts';

/** The deployed entry point of the media mirror, with its SDK clients, sockets and address rules. */
const aws = await startScriptedAws();
const { port } = new URL(aws.origin);
/** The one file server with a private address that the function may use, and the file that it has. */
let file: string | undefined;
let fetched = 0;
const files = createServer((_request, response) => {
  fetched += 1;
  response.writeHead(file === undefined ? 503 : 200).end(file);
});
const filesOrigin = `http://127.0.0.1:${await listenOnLoopback(files)}`;
// The server of this test has a port that is allowed, so that only its address is refused.
stubEnvironment(aws.origin, {
  [environmentKeys.mediaPorts]: port,
  [localMediaOriginKey]: filesOrigin,
  [environmentKeys.retentionDays]: '30',
});
const { handler } = await import('../../../functions/media-mirror/handler.ts');

beforeEach(() => {
  aws.reset();
  file = undefined;
  fetched = 0;
  hideLog();
});
afterAll(() => {
  aws.stop();
  files.close();
});

const context = { getRemainingTimeInMillis: () => 360_000 };

/** What EventBridge puts into the queue: a message with a file at this URL. */
function recordOf(url: string, messageId = 'record'): SQSRecord {
  const { source, detail, ...event } = goldenEvent(
    'message.received',
    // A provider whose links open without an API.
    ({ detail }) => detail.metadata.provider === 'incs' && detail.data.message.media.length === 1,
  );
  const media = detail.data.message.media.map((item) => ({ ...item, url }));
  const message = { ...detail.data.message, media };
  const body = { ...event, source, detail: { ...detail, data: { message } } };
  // What the mirror does not read of an SQS record is left out.
  return {
    messageId,
    receiptHandle: `handle of ${messageId}`,
    body: JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1' },
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:media',
  } as unknown as SQSRecord;
}

function eventOf(...Records: readonly SQSRecord[]): SQSEvent {
  return { Records: [...Records] };
}

/** The `detail` of every event record that was written. */
function storedDetails(): readonly object[] {
  return aws.calls.flatMap(({ operation, input }) =>
    operation === 'PutItem' ? [JSON.parse(input.Item?.detail?.S ?? '{}')] : [],
  );
}

describe('the address rules of the deployed media mirror', () => {
  it.each([
    ['the metadata of an instance', 'https://169.254.169.254/latest/meta-data/'],
    ['the same address as IPv6', 'https://[::ffff:169.254.169.254]/latest/meta-data/'],
    ['the same address as ISATAP', 'https://[2606:4700::5efe:a9fe:a9fe]/latest/meta-data/'],
    ['the metadata by IPv6', 'https://[fd00:ec2::254]/latest/meta-data/'],
    ['the address of the function itself', `http://127.0.0.1:${port}/file.jpg`],
    ['a name of that address', `http://localhost:${port}/file.jpg`],
    ['a private network', 'https://10.0.0.1/file.jpg'],
    ['another port of a public host', 'https://8.8.8.8:8443/file.jpg'],
  ])('refuse %s, and send nothing there', async (_name, url) => {
    expect(await handler(eventOf(recordOf(url)), context)).toEqual({ batchItemFailures: [] });
    expect(storedDetails()).toMatchObject([
      { metadata: { type: 'media.failed' }, data: { reason: 'refused_address', retryable: false } },
    ]);
    expect(aws.requests).toEqual([]);
  });
});

it('asks a host on a port that the owner allows', async () => {
  // No resolver has an address for a name of this domain (RFC 6761, §6.4).
  const url = `https://files.invalid:${port}/file.jpg`;
  expect(await handler(eventOf(recordOf(url)), context)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'record' }],
  });
  expect(storedDetails()).toEqual([]);
});

it('stores a file once in the media bucket, with the hash of its user, and the record to expire', async () => {
  file = 'a picture';
  const record = recordOf(`${filesOrigin}/file.jpg`);
  expect(await handler(eventOf(record), context)).toEqual({ batchItemFailures: [] });
  const [object] = aws.requests;
  expect(object).toMatchObject({ method: 'PUT', path: expect.stringMatching('^/media/') });
  const { user } = JSON.parse(record.body).detail.data.message;
  expect(Object.values(object?.headers ?? {}).join()).toContain(
    hashUserName(user.phone, 'the id of the stack'),
  );
  const stored = aws.calls.find(({ operation }) => operation === 'PutItem')?.input.Item;
  expect(stored).toMatchObject({ publish: { N: '1' }, expiresAt: { N: expect.any(String) } });

  aws.respondTo('Query', () => ({ body: { Items: [stored] } }));
  expect(await handler(eventOf(record), context)).toEqual({ batchItemFailures: [] });
  expect([fetched, aws.requests.length]).toEqual([1, 1]);
});

it('records a failure that may pass in the last attempt of the queue, and not before', async () => {
  const attempt = async (number: number) => {
    const record = recordOf(`${filesOrigin}/file.jpg`);
    const attributes = { ...record.attributes, ApproximateReceiveCount: `${number}` };
    return handler(eventOf({ ...record, attributes }), context);
  };
  const unfinished = { batchItemFailures: [{ itemIdentifier: 'record' }] };
  expect(await attempt(5)).toEqual(unfinished);
  expect(storedDetails()).toEqual([]);
  expect(await attempt(6)).toEqual(unfinished);
  expect(storedDetails()).toMatchObject([
    { metadata: { type: 'media.failed' }, data: { reason: 'server_error', attempt: 6 } },
  ]);
});

it('reports the message whose outcome the table does not accept, and no other', async () => {
  aws.respondTo('PutItem', ({ Item }) =>
    Item?.detail?.S?.includes('"wamid.unlucky"')
      ? { status: 400, body: { __type: 'AccessDeniedException' } }
      : {},
  );
  const url = 'https://10.0.0.1/file.jpg';
  const lucky = recordOf(url, 'lucky');
  const unlucky = recordOf(url, 'unlucky');
  const body = unlucky.body.replace(/"message":\{"id":"[^"]+"/, '"message":{"id":"wamid.unlucky"');
  expect(await handler(eventOf(lucky, { ...unlucky, body }), context)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'unlucky' }],
  });
});
