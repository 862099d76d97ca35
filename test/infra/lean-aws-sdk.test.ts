import { createHmac, hash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { bundleFunctions } from '../../lib/bundling/bundle.ts';
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
  const bundleFolder = await bundleFunctions(repository.root, {
    caller: 'functions/caller/handler.ts',
  });
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

interface SignedCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * The signature that AWS expects of a call, computed here (IAM, "Create a signed AWS API request",
 * read on 2026-11-21). The header `authorization` says what was signed.
 */
function expectedSignature({ headers, body }: SignedCall, secretAccessKey: string): string {
  const [, scope = '', signed = ''] =
    /Credential=\w+\/(\S+), SignedHeaders=([\w;-]+)/.exec(headers.authorization ?? '') ?? [];
  const canonicalHeaders = signed.split(';').map((name) => `${name}:${headers[name]}\n`);
  const request = ['POST', '/', '', canonicalHeaders.join(''), signed, hash('sha256', body)];
  const summary = [headers['x-amz-date'], scope, hash('sha256', request.join('\n'))];
  const hmac = (key: string | Buffer, message: string) =>
    createHmac('sha256', key).update(message).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, ['AWS4-HMAC-SHA256', ...summary].join('\n')).toString('hex');
}

it('a bundled client signs every call with the credentials that the environment then has', async () => {
  const calls: SignedCall[] = [];
  const server = createServer(async (request, response) => {
    calls.push({ headers: request.headers, body: await text(request) });
    response
      .setHeader('content-type', 'application/x-amz-json-1.0')
      .end('{"TableNames":["records"]}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const names = ['FIRST', 'SECOND'];
  try {
    for (const name of names) {
      setCredentials(name);
      await expect(listTables(`http://127.0.0.1:${port}`)).resolves.toMatchObject({
        TableNames: ['records'],
      });
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  for (const [index, name] of names.entries()) {
    const call = calls[index] ?? { headers: {}, body: '' };
    const { authorization, 'x-amz-security-token': token } = call.headers;
    expect(token).toBe(`session-${name}`);
    expect(authorization).toContain(`Credential=AKID${name}/`);
    expect(authorization).toContain(`Signature=${expectedSignature(call, `invented-${name}`)}`);
  }
});

it('a bundled client without credentials names the missing variable', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', '');
  await expect(listTables('http://127.0.0.1:9')).rejects.toThrow('AWS_ACCESS_KEY_ID');
});

it('the bundle contains no credential chain, no endpoint cache and no client manifest', async () => {
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
