import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { expect, it, onTestFinished } from 'vitest';
import { AwsError } from '../../../tools/emulator/aws/aws-error.ts';
import type { AwsCall } from '../../../tools/emulator/aws/call.ts';
import { startAwsEndpoint } from '../../../tools/emulator/aws/endpoint.ts';
import { ensureBucket } from '../../../tools/emulator/resources/buckets.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';

/** The endpoint in front of an engine that responds as the test says. */
async function endpointBefore(
  respond: (headers: IncomingHttpHeaders, response: ServerResponse) => void,
  authorize: (call: AwsCall) => void = () => {},
) {
  const engine = createServer(({ headers }, response) => respond(headers, response));
  engine.listen(0, '127.0.0.1');
  await once(engine, 'listening');
  const address = engine.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const backend = { engine: `http://127.0.0.1:${port}` };
  const { endpoint, open, close } = await startAwsEndpoint();
  open({
    backends: {
      dynamodb: backend,
      s3: backend,
      sqs: backend,
      events: {},
      secretsmanager: {},
      lambda: {},
    },
    stacks: [],
    authorize,
    now: () => new Date(),
  });
  onTestFinished(async () => {
    await close();
    engine.close();
  });
  return endpoint;
}

it('an engine sees the owner’s access key for every caller', async () => {
  const seen: (string | undefined)[] = [];
  const endpoint = await endpointBefore(({ authorization }, response) => {
    seen.push(/Credential=([^/]+)/.exec(authorization ?? '')?.[1]);
    response.end('{"TableNames":[]}');
  });

  for (const caller of ['FUNCTION', 'tributary-subscriber']) {
    await createClients(endpoint, caller).dynamodb.send(new ListTablesCommand({}));
  }

  expect(seen).toEqual(['LOCALOWNER', 'LOCALOWNER']);
});

it.each([
  [404, 'may list its bucket', undefined],
  [403, 'may not', 's3:ListBucket'],
])('a missing object is %i for a caller who %s', async (status, _, refused) => {
  const authorize = ({ url }: AwsCall) => {
    if (refused && url === '/bucket') throw new AwsError('AccessDenied', `no ${refused}`, 403);
  };
  const endpoint = await endpointBefore((_headers, response) => {
    response.writeHead(404, { 'content-type': 'application/xml' });
    response.end('<Error><Code>NoSuchKey</Code></Error>');
  }, authorize);
  const { s3 } = createClients(endpoint, 'FUNCTION');
  const key = { Bucket: 'bucket', Key: 'a/b' };

  for (const read of [new GetObjectCommand(key), new HeadObjectCommand(key)]) {
    await expect(s3.send(read as GetObjectCommand)).rejects.toMatchObject({
      $metadata: { httpStatusCode: status },
    });
  }
});

it('a bucket that already exists is accepted', async () => {
  const endpoint = await endpointBefore((_headers, response) => {
    response.writeHead(409, { 'content-type': 'application/xml' });
    response.end('<Error><Code>BucketAlreadyOwnedByYou</Code></Error>');
  });
  const bucket = {
    stackName: 'Sample',
    logicalId: 'Bucket',
    type: 'AWS::S3::Bucket',
    ref: 'bucket',
    attributes: {},
  };

  await expect(
    ensureBucket(createClients(endpoint, 'owner').s3, { ...bucket, properties: {} }),
  ).resolves.toBeUndefined();
});
