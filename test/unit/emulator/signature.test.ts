import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { signMediaLink } from '../../../shared/runtime/s3-media-link.ts';
import { AwsError } from '../../../tools/emulator/aws/aws-error.ts';
import { type AwsCall, readAwsCall } from '../../../tools/emulator/aws/call.ts';
import { verifySignature } from '../../../tools/emulator/aws/signature.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';

interface Sent {
  readonly call: AwsCall;
  readonly body: Buffer;
}

/** What AWS's own client sends, before it is sent. */
async function sentBy(
  send: (clients: ReturnType<typeof createClients>) => Promise<unknown>,
): Promise<Sent> {
  const clients = createClients('http://127.0.0.1:1', 'FUNCTION');
  const sent: Sent[] = [];
  for (const client of Object.values(clients)) {
    client.config.requestHandler = {
      handle: async (http: {
        readonly method: string;
        readonly path: string;
        readonly query: Readonly<Record<string, string>>;
        readonly headers: Readonly<Record<string, string>>;
        readonly body?: string | Uint8Array;
      }) => {
        const query = new URLSearchParams(http.query).toString().replaceAll('+', '%20');
        const headers = Object.fromEntries(
          Object.entries(http.headers).map(([name, value]) => [name.toLowerCase(), value]),
        );
        const url = query === '' ? http.path : `${http.path}?${query}`;
        const call = readAwsCall(http.method, url, headers);
        if (call) sent.push({ call, body: Buffer.from(http.body ?? '') });
        throw new Error('sent');
      },
      destroy: () => {},
    };
  }
  await send(clients).catch(() => undefined);
  const [first] = sent;
  if (!first) throw new Error('nothing was sent');
  return first;
}

const verify = ({ call, body }: Sent, now = new Date()) =>
  verifySignature(call, call.service === 's3' ? undefined : body, now);

function codeOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof AwsError ? error.code : String(error);
  }
}

const oddKey = "raw/it's (a) key*!/ü+ %20&=~.json";

const calls: Readonly<Record<string, Parameters<typeof sentBy>[0]>> = {
  'DynamoDB GetItem': ({ dynamodb }) =>
    dynamodb.send(new GetItemCommand({ TableName: 'events', Key: { pk: { S: 'ü' } } })),
  'EventBridge PutEvents': ({ eventBridge }) =>
    eventBridge.send(new PutEventsCommand({ Entries: [{ Source: 'a', Detail: '{}' }] })),
  'Secrets Manager GetSecretValue': ({ secretsManager }) =>
    secretsManager.send(new GetSecretValueCommand({ SecretId: 'a' })),
  'SQS SendMessage': ({ sqs }) =>
    sqs.send(new SendMessageCommand({ QueueUrl: 'http://q/1/queue', MessageBody: 'Hello' })),
  'S3 PutObject': ({ s3 }) =>
    s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: oddKey, Body: 'Hello' })),
  'S3 GetObject': ({ s3 }) => s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: oddKey })),
};

describe.each(Object.entries(calls))('a call of %s', (_, send) => {
  it('as AWS’s client signs it is accepted', async () => {
    const sent = await sentBy(send);
    expect(codeOf(() => verify(sent))).toBeUndefined();
  });

  it('with another method, path, query, header or body is refused', async () => {
    const sent = await sentBy(send);
    const { call } = sent;
    const refused = call.service === 's3' || call.service === 'sqs';
    const code = refused ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
    const changed: readonly Partial<AwsCall>[] = [
      { method: 'DELETE' },
      { url: `${call.url}${call.url.includes('?') ? '&' : '?'}a=b` },
      { url: call.url.replace(/^\/[^?]*/, '/other') },
      { headers: { ...call.headers, host: 'other.example' } },
      { headers: { ...call.headers, 'x-amz-date': '20200101T000000Z' } },
    ];
    for (const change of changed) {
      expect(codeOf(() => verify({ ...sent, call: { ...call, ...change } }))).toBe(code);
    }
    if (call.service !== 's3') {
      expect(codeOf(() => verify({ ...sent, body: Buffer.from('{}  ') }))).toBe(code);
    }
  });

  it('is refused a quarter of an hour later', async () => {
    const sent = await sentBy(send);
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    expect(codeOf(() => verify(sent, inMinutes(14)))).toBeUndefined();
    expect(codeOf(() => verify(sent, inMinutes(16)))).toMatch(/Skewed|Signature/);
    expect(codeOf(() => verify(sent, inMinutes(-16)))).toMatch(/Skewed|Signature/);
  });

  it('for another region is refused', async () => {
    const { call, body } = await sentBy(send);
    const authorization = call.headers.authorization?.replace('/us-east-1/', '/eu-west-1/') ?? '';
    const elsewhere = { ...call, headers: { ...call.headers, authorization } };
    expect(codeOf(() => verify({ call: elsewhere, body }))).toMatch(/Malformed|Signature/);
  });
});

it('a header of AWS that S3 gets without a signature is refused', async () => {
  const { call, body } = await sentBy(calls['S3 PutObject'] ?? expect.unreachable());
  const headers = { ...call.headers, 'x-amz-acl': 'public-read' };
  expect(codeOf(() => verify({ call: { ...call, headers }, body }))).toBe('AccessDenied');
});

describe('a presigned link', () => {
  const signedAt = new Date('2026-01-02T03:04:05Z');
  const later = (seconds: number) => new Date(signedAt.getTime() + seconds * 1000);
  const s3 = new S3Client({
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'FUNCTION', secretAccessKey: 'local', sessionToken: 'a/b+c=' },
  });

  async function link(seconds: number): Promise<Sent> {
    const url = new URL(
      await signMediaLink(s3, { bucket: 'bucket', key: oddKey }, seconds, signedAt),
    );
    const call = readAwsCall('GET', `${url.pathname}${url.search}`, { host: url.host });
    return { call: call ?? expect.unreachable(), body: Buffer.alloc(0) };
  }

  it('is accepted until it expires', async () => {
    const sent = await link(3600);
    expect(codeOf(() => verify(sent, later(3599)))).toBeUndefined();
    expect(codeOf(() => verify(sent, later(3601)))).toBe('AccessDenied');
  });

  it('for another key, or with a longer validity, is refused', async () => {
    const { call, body } = await link(3600);
    for (const url of [
      call.url.replace('/bucket/', '/other/'),
      call.url.replace('Expires=3600', 'Expires=7200'),
    ]) {
      expect(codeOf(() => verify({ call: { ...call, url }, body }, later(1)))).toBe(
        'SignatureDoesNotMatch',
      );
    }
  });

  it('for longer than seven days is refused', async () => {
    const { call, body } = await link(3600);
    const url = call.url.replace('Expires=3600', 'Expires=604801');
    expect(codeOf(() => verify({ call: { ...call, url }, body }, later(1)))).toBe(
      'AuthorizationQueryParametersError',
    );
  });
});
