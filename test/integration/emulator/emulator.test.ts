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
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type SampleGateway, startSampleGateway, withTemplate } from './sample-gateway.ts';

/** The emulator on a handmade stack behaves like AWS: HTTP, Lambda, IAM, streams and queues. */
let gateway: SampleGateway;

beforeAll(async () => {
  gateway = await startSampleGateway();
  return () => gateway.close();
});

describe('an endpoint', () => {
  it('passes a request to the HTTP API on in payload format 2.0', async () => {
    const event = await (await gateway.request('echo?a=1&a=2', { text: 'ä' })).json();

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

  it('passes a request to a function URL on with the path that it has on AWS', async () => {
    const event = await (await gateway.requestByUrl('echo')).json();

    expect(event).toMatchObject({
      routeKey: '$default',
      rawPath: '/echo',
      requestContext: {
        domainName: expect.stringMatching(/^[0-9a-f]{32}\.lambda-url\.us-east-1\.on\.aws$/),
      },
    });
  });

  it('passes a body that is not text on as base64', async () => {
    const response = await fetch(`${gateway.origin}/echo`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array([0, 255]),
    });

    expect(await response.json()).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  it('responds with 404 without a route', async () => {
    const response = await fetch(`${gateway.origin}/echo`);

    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  it('responds to an invalid encoding in the path or query', async () => {
    const response = await fetch(`${gateway.origin}/echo?%zz`, { method: 'POST' });

    expect(await response.json()).toMatchObject({ rawQueryString: '%zz' });
    expect((await fetch(`${gateway.origin}/_local/%zz`)).status).toBe(404);
  });

  it('hides the emulator’s own paths from requests with another host name', async () => {
    const { statusCode } = await new Promise<IncomingMessage>((resolve) => {
      request(
        `${gateway.origin}/_local/urls`,
        { headers: { host: 'tunnel.example' } },
        resolve,
      ).end();
    });

    expect(statusCode).toBe(404);
  });

  it('refuses a body that is too large for Lambda', async () => {
    const response = await gateway.request('echo', { text: 'x'.repeat(6 * 1024 * 1024) });

    expect(response.status).toBe(413);
  });
});

describe('functions', () => {
  it('have the environment of their template and no variable of this process', async () => {
    vi.stubEnv('OF_THIS_PROCESS', 'secret');
    const environment: object = JSON.parse(await (await gateway.request('environment')).text());
    vi.unstubAllEnvs();

    expect(environment).toMatchObject({
      TABLE: 'Sample-Table',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'Sample-EndpointFunction',
    });
    expect(Object.keys(environment)).not.toContain('OF_THIS_PROCESS');
    expect(Object.keys(environment)).not.toContain('HOME');
  });

  it.each(['throw', 'exit', 'fill-memory'])(
    'that %s give 500 by the API and 502 by the URL, and work again afterwards',
    (task) => expectFailure(gateway, task),
  );

  it('that hang give the same when their time is over', async () => {
    const { directory, remove } = await withTemplate(({ EndpointFunction }) => {
      if (EndpointFunction) EndpointFunction.Properties.Timeout = 1;
    });
    onTestFinished(remove);
    const impatient = await startSampleGateway({ assemblyDirectory: directory });
    onTestFinished(() => impatient.close());
    await expectFailure(impatient, 'hang');
  });

  async function expectFailure(sample: SampleGateway, task: string) {
    const responses = await Promise.all([sample.request(task), sample.requestByUrl(task)]);
    expect(responses.map(({ status }) => status)).toEqual([500, 502]);
    // Beside busy processes, one second may be too little even for this.
    await eventually(async () => expect((await sample.request('echo')).status).toBe(200));
  }
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
    ['store-without-grant', 'AccessDenied', 's3:PutObject', 'arn:aws:s3:::sample-payloads/a/b'],
    [
      'publish-without-grant',
      'AccessDeniedException',
      'events:PutEvents',
      'arn:aws:events:us-east-1:000000000000:event-bus/sample',
    ],
  ])('refuses %s as AWS does', async (task, name, action, resource) => {
    expect(await (await gateway.request(task)).json()).toMatchObject({
      name,
      message: `User: ${session} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    });
  });
});

describe('the stream', () => {
  it('delivers records that pass the filter to the function', async () => {
    await gateway.request('put', { id: 'filtered' });
    await gateway.request('put', { id: 'first', task: 'note' });

    const { detail } = await gateway.event(({ source }) => source === 'stream-reader');

    expect(detail).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: expect.stringContaining(':table/Sample-Table/stream/'),
      dynamodb: { NewImage: { pk: { S: 'first' } }, StreamViewType: 'NEW_IMAGE' },
    });
  });

  it('discards a record that fails repeatedly, stores it in full in the bucket, and continues', async () => {
    await gateway.request('put', { id: 'bad', task: 'refuse' });

    const bucket = { Bucket: gateway.output('PayloadsName') };
    const Key = await eventually(async () => {
      const { Contents = [] } = await gateway.aws.s3.send(new ListObjectsV2Command(bucket));
      expect(Contents).toHaveLength(1);
      return Contents[0]?.Key;
    });
    await gateway.request('put', { id: 'after-bad', task: 'note' });
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
  it('delivers an event to the function that reads the queue', async () => {
    await gateway.request('put', { id: 'one-job', task: 'job' });

    const { detail } = await gateway.event(
      ({ source, detail: received }) =>
        source === 'queue-reader' && (received as { id: string }).id === 'one-job',
    );

    expect(detail).toMatchObject({
      record: { eventSource: 'aws:sqs', attributes: { ApproximateReceiveCount: '1' } },
    });
  });

  it('moves a message that failed too often to the dead letters', async () => {
    // Until now, a slow start of the function must not deliver a message twice.
    await gateway.aws.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: gateway.output('QueueUrl'),
        Attributes: { VisibilityTimeout: '1' },
      }),
    );
    await gateway.request('put', { id: 'refuse-job', task: 'job' });

    await eventually(async () => {
      const { Attributes } = await gateway.aws.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: gateway.output('DeadLettersUrl'),
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      expect(Attributes?.ApproximateNumberOfMessages).toBe('1');
    });
  });
});

describe('an object with the condition If-None-Match', () => {
  const write = (Key: string, Body: string) =>
    gateway.aws.s3.send(
      new PutObjectCommand({ Bucket: gateway.output('PayloadsName'), Key, Body, IfNoneMatch: '*' }),
    );
  const refused = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };

  it('replaces no other object, even if several writes arrive at the same time', async () => {
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((body) => write('once', body)));

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    await expect(write('once', 'd')).rejects.toMatchObject(refused);
  });

  it('replaces no other object by a completed multipart upload', async () => {
    const { s3 } = gateway.aws;
    const object = { Bucket: gateway.output('PayloadsName'), Key: 'in-parts' };
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
  it('is generated from the template', async () => {
    const { SecretString = '' } = await gateway.aws.secretsManager.send(
      new GetSecretValueCommand({ SecretId: gateway.output('SecretArn') }),
    );

    expect(JSON.parse(SecretString)).toEqual({
      name: 'sample',
      token: expect.stringMatching(/^.{32}$/),
    });
  });
});
