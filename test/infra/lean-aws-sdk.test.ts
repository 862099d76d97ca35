import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
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

test('a bundled client signs with the credentials that Lambda puts in the environment', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'invented');
  vi.stubEnv('AWS_SESSION_TOKEN', 'invented-session');
  const headers: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    response
      .setHeader('content-type', 'application/x-amz-json-1.0')
      .end('{"TableNames":["facts"]}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await expect(listTables(`http://127.0.0.1:${port}`)).resolves.toMatchObject({
      TableNames: ['facts'],
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
  expect(headers).toHaveLength(1);
  expect(headers[0]?.authorization).toContain('Credential=AKIDEXAMPLE/');
  expect(headers[0]?.['x-amz-security-token']).toBe('invented-session');
});

test('a bundled client says what is missing when there are no credentials', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', '');
  await expect(listTables('http://127.0.0.1:9')).rejects.toThrow('AWS_ACCESS_KEY_ID');
});

test('the credentials of laptops and of other AWS services are not in the bundle', async () => {
  const text = await readFile(join(repository.root, 'dist/functions.meta.json'), 'utf8');
  const { inputs } = JSON.parse(text).outputs['dist/functions/caller/index.mjs'];
  expect(
    Object.keys(inputs).filter((path) => /credential-provider|nested-clients/.test(path)),
  ).toEqual([]);
});
