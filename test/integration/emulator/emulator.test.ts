import { type IncomingMessage, request } from 'node:http';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleGateway, startSampleGateway } from './sample-gateway.ts';

/** The emulator on a stack made by hand: the HTTP, Lambda and IAM behaviour that AWS has. */
let gateway: SampleGateway;

beforeAll(async () => {
  gateway = await startSampleGateway();
  return () => gateway.close();
});

describe('endpoints', () => {
  it('hand a request of the API over in payload format 2.0', async () => {
    const event = await (await gateway.ask('echo?a=1&a=2', { text: 'ä' })).json();

    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /{task}',
      rawPath: '/echo',
      rawQueryString: 'a=1&a=2',
      queryStringParameters: { a: '1,2' },
      pathParameters: { task: 'echo' },
      headers: { 'content-type': 'application/json' },
      requestContext: { http: { method: 'POST', path: '/echo' }, stage: '$default' },
      body: '{"text":"ä"}',
      isBase64Encoded: false,
    });
  });

  it('hand a request of a function URL over with the path that it has on AWS', async () => {
    const event = await (await gateway.askByUrl('echo')).json();

    expect(event).toMatchObject({
      routeKey: '$default',
      rawPath: '/echo',
      requestContext: {
        domainName: expect.stringMatching(/^[0-9a-f]{32}\.lambda-url\.us-east-1\.on\.aws$/),
      },
    });
  });

  it('hand a body over as base64 when it is no text', async () => {
    const response = await fetch(`${gateway.origin}/echo`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array([0, 255]),
    });

    expect(await response.json()).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  it('answer 404 where there is no route', async () => {
    const response = await fetch(`${gateway.origin}/echo`);

    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  it('answer a path that is wrongly encoded', async () => {
    const response = await fetch(`${gateway.origin}/echo?%zz`, { method: 'POST' });

    expect(await response.json()).toMatchObject({ rawQueryString: '%zz' });
    expect((await fetch(`${gateway.origin}/_local/%zz`)).status).toBe(404);
  });

  it('show nothing of the emulator’s own to who comes by another name', async () => {
    const { statusCode } = await new Promise<IncomingMessage>((resolve) => {
      request(
        `${gateway.origin}/_local/urls`,
        { headers: { host: 'tunnel.example' } },
        resolve,
      ).end();
    });

    expect(statusCode).toBe(404);
  });

  it('refuse a body that Lambda would not take', async () => {
    const response = await gateway.ask('echo', { text: 'x'.repeat(6 * 1024 * 1024) });

    expect(response.status).toBe(413);
  });
});

describe('functions', () => {
  it('see the environment of their template and nothing of this process', async () => {
    vi.stubEnv('OF_THE_PERSON', 'secret');
    const environment: object = JSON.parse(await (await gateway.ask('environment')).text());
    vi.unstubAllEnvs();

    expect(environment).toMatchObject({
      TABLE: 'Sample-Table',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'Sample-EndpointFunction',
    });
    expect(Object.keys(environment)).not.toContain('OF_THE_PERSON');
    expect(Object.keys(environment)).not.toContain('HOME');
  });

  it.each(['throw', 'exit', 'hang', 'fill-memory'])(
    'that %s answer 500 by the API and 502 by the URL, and work again afterwards',
    async (task) => {
      const responses = await Promise.all([gateway.ask(task), gateway.askByUrl(task)]);

      expect(responses.map(({ status }) => status)).toEqual([500, 502]);
      expect((await gateway.ask('echo')).status).toBe(200);
    },
  );
});

describe('a role', () => {
  const session =
    'arn:aws:sts::000000000000:assumed-role/Sample-EndpointRole/Sample-EndpointFunction';

  it.each([
    [
      'delete-without-grant',
      'AccessDeniedException',
      'dynamodb:DeleteItem',
      'arn:aws:dynamodb:us-east-1:000000000000:table/Sample-Table',
    ],
    ['keep-without-grant', 'AccessDenied', 's3:PutObject', 'arn:aws:s3:::sample-payloads/a/b'],
    [
      'publish-without-grant',
      'AccessDeniedException',
      'events:PutEvents',
      'arn:aws:events:us-east-1:000000000000:event-bus/sample',
    ],
  ])('refuses %s as AWS does', async (task, name, action, resource) => {
    expect(await (await gateway.ask(task)).json()).toMatchObject({
      name,
      message: `User: ${session} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    });
  });
});

describe('the stream', () => {
  it('brings what passes the filter to its function', async () => {
    await gateway.ask('put', { id: 'left-out' });
    await gateway.ask('put', { id: 'first', task: 'note' });

    const { detail } = await gateway.event(({ source }) => source === 'stream-reader');

    expect(detail).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: expect.stringContaining(':table/Sample-Table/stream/'),
      dynamodb: { NewImage: { pk: { S: 'first' } }, StreamViewType: 'NEW_IMAGE' },
    });
  });

  it('gives up what fails again and again, whole and into the bucket, and goes on', async () => {
    await gateway.ask('put', { id: 'bad', task: 'refuse' });

    const bucket = { Bucket: gateway.output('PayloadName') };
    const Key = await vi.waitFor(async () => {
      const { Contents = [] } = await gateway.aws.s3.send(new ListObjectsV2Command(bucket));
      expect(Contents).toHaveLength(1);
      return Contents[0]?.Key;
    }, 20_000);
    await gateway.ask('put', { id: 'after-bad', task: 'note' });
    await gateway.event(({ detail }) => JSON.stringify(detail).includes('"after-bad"'));
    const { Body } = await gateway.aws.s3.send(new GetObjectCommand({ ...bucket, Key }));
    const record = JSON.parse((await Body?.transformToString()) ?? '');
    expect(record).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
    expect(JSON.parse(record.payload).Records[0].dynamodb.NewImage.pk).toEqual({ S: 'bad' });
  });
});

describe('a rule with a queue', () => {
  it('brings an event to the function that reads the queue', async () => {
    await gateway.ask('put', { id: 'one-job', task: 'job' });

    const { detail } = await gateway.event(
      ({ source, detail: told }) =>
        source === 'queue-reader' && (told as { id: string }).id === 'one-job',
    );

    expect(detail).toMatchObject({
      record: { eventSource: 'aws:sqs', attributes: { ApproximateReceiveCount: '1' } },
    });
  });

  it('moves a message to the dead letters when it failed too often', async () => {
    await gateway.ask('put', { id: 'refuse-job', task: 'job' });

    await vi.waitFor(
      async () => {
        const { Attributes } = await gateway.aws.sqs.send(
          new GetQueueAttributesCommand({
            QueueUrl: gateway.output('DeadLettersUrl'),
            AttributeNames: ['ApproximateNumberOfMessages'],
          }),
        );
        expect(Attributes?.ApproximateNumberOfMessages).toBe('1');
      },
      { timeout: 20_000, interval: 200 },
    );
  });
});

describe('an object that is written only if its key is free', () => {
  const write = (Key: string, Body: string) =>
    gateway.aws.s3.send(
      new PutObjectCommand({ Bucket: gateway.output('PayloadName'), Key, Body, IfNoneMatch: '*' }),
    );
  const refused = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };

  it('is not written over another, nor when two come at the same time', async () => {
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((body) => write('once', body)));

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    await expect(write('once', 'd')).rejects.toMatchObject(refused);
  });

  it('is not completed from its parts over another', async () => {
    const { s3 } = gateway.aws;
    const object = { Bucket: gateway.output('PayloadName'), Key: 'in-parts' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
    const upload = { ...object, UploadId };
    const { ETag } = await s3.send(
      new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'late' }),
    );
    await write('in-parts', 'first');

    await expect(
      s3.send(
        new CompleteMultipartUploadCommand({
          ...upload,
          IfNoneMatch: '*',
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
        }),
      ),
    ).rejects.toMatchObject(refused);
    const { Body } = await s3.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('first');
  });
});

describe('a secret', () => {
  it('is generated from its template', async () => {
    const { SecretString = '' } = await gateway.aws.secretsManager.send(
      new GetSecretValueCommand({ SecretId: gateway.output('SecretArn') }),
    );

    expect(JSON.parse(SecretString)).toEqual({
      name: 'sample',
      token: expect.stringMatching(/^.{32}$/),
    });
  });
});
