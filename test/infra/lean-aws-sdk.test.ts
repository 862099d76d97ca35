import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { bundleFunctions } from '../../lib/bundle.ts';
import { createTemporaryRepository, type TemporaryRepository } from './temporary-repository.ts';

let repository: TemporaryRepository;
let listTables: (endpoint: string) => Promise<unknown>;

beforeAll(async () => {
  repository = await createTemporaryRepository({
    caller: `
      import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
      import { S3Client } from '@aws-sdk/client-s3';
      export const bucket = new S3Client({ region: 'eu-west-1' });
      export const handler = (endpoint: string) =>
        new DynamoDBClient({ endpoint, region: 'eu-west-1', maxAttempts: 1 })
          .send(new ListTablesCommand({}));`,
  });
  const bundleFolder = await bundleFunctions(repository.root, ['caller']);
  ({ handler: listTables } = await import(
    pathToFileURL(join(bundleFolder('caller'), 'index.mjs')).href
  ));
});

afterAll(() => repository.remove());
afterEach(() => {
  vi.unstubAllEnvs();
});

function setCredentials(name: string): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', `AKID${name}`);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', `invented-${name}`);
  vi.stubEnv('AWS_SESSION_TOKEN', `session-${name}`);
}

test('a bundled client signs every call with the credentials that are in the environment then', async () => {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    response
      .setHeader('content-type', 'application/x-amz-json-1.0')
      .end('{"TableNames":["facts"]}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    for (const name of ['FIRST', 'SECOND']) {
      setCredentials(name);
      await expect(listTables(`http://127.0.0.1:${port}`)).resolves.toMatchObject({
        TableNames: ['facts'],
      });
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  expect(headers.map((sent) => sent['x-amz-security-token'])).toEqual([
    'session-FIRST',
    'session-SECOND',
  ]);
  expect(headers.map((sent) => /Credential=(\w+)\//.exec(sent.authorization ?? '')?.[1])).toEqual([
    'AKIDFIRST',
    'AKIDSECOND',
  ]);
});

test('a bundled client says what is missing when there are no credentials', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', '');
  await expect(listTables('http://127.0.0.1:9')).rejects.toThrow('AWS_ACCESS_KEY_ID');
});

test('the bundle holds no credentials of laptops, no cache of endpoints, no manifest of a client', async () => {
  const text = await readFile(join(repository.root, 'dist/functions.meta.json'), 'utf8');
  const { inputs } = JSON.parse(text).outputs['dist/functions/caller/index.mjs'];
  const unwanted = /credential-provider|nested-clients|endpoint-cache\/|mnemonist/;
  expect(Object.keys(inputs).filter((path) => unwanted.test(path))).toEqual([]);
  const manifests = Object.entries<{ bytesInOutput: number }>(inputs).filter(([path]) =>
    path.endsWith('/package.json'),
  );
  expect(manifests).not.toEqual([]);
  for (const [, { bytesInOutput }] of manifests) expect(bytesInOutput).toBeLessThan(100);
});
