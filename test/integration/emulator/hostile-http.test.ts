import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { problems } from '../../../functions/callback/responses.ts';
import { providers } from '../../../functions/providers/registry.ts';
import { fromBodyBytes } from '../../../shared/body-bytes.ts';
import { parseStoredBody } from '../../../shared/payloads/stored-body.ts';
import type { Emulator } from '../../../tools/emulator/emulator.ts';
import { type AwsClients, createClients } from '../../../tools/emulator-client/aws-clients.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { hostileBodies } from '../../../tools/provider-testing/hostile-bodies.ts';
import { hostileValues } from '../../support/hostile-json.ts';
import { startGateway } from '../start-gateway.ts';
import { exchange } from './hostile-http/exchange.ts';
import { malformedRequests } from './hostile-http/malformed-requests.ts';

/**
 * Hostile requests over the network, to every route of the stack: the API and the function URL of
 * each provider, and paths without a route. `test/property/hostile-input.test.ts` tests the functions
 * alone, with many more bodies.
 */
let gateway: Emulator;
let aws: AwsClients;
let urls: Awaited<ReturnType<Emulator['urls']>>;
// A new connection for each request: the server may close an idle one just when it is used again.
const agent = new Agent({ keepAlive: false });
const megabyte = 1024 * 1024;
const bomb = gzipSync(Buffer.alloc(20 * megabyte, '[{"a":1},'));

beforeAll(async () => {
  gateway = await startGateway();
  aws = createClients(gateway.awsEndpoint, 'test');
  urls = await gateway.urls();
  return async () => {
    agent.destroy();
    await gateway.close();
  };
});

/** Every status in `docs/responses.md`, except those for a failure of the gateway or of AWS. */
const documented = [
  ...readFileSync(path.join(projectDirectory, 'docs/responses.md'), 'utf8').matchAll(
    /\| ([\d, ]+) \|/g,
  ),
]
  .flatMap(([, cell = '']) => cell.split(', ').map(Number))
  .filter((status) => status < 500);

/** The statuses for a request without the right token. */
const refusals = documented.filter((status) => status >= 400);

const targets = providers.flatMap(({ id }) => [
  { id, endpoint: 'api' as const },
  { id, endpoint: 'functionUrl' as const },
]);
type Target = (typeof targets)[number];

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | undefined;
}

/**
 * Sends a valid HTTP request.
 *
 * @returns the status of the response; 0 for a truncated body, whose status is that of a failure as well
 */
function send(url: string, { method = 'POST', headers = {}, body = '' }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, async (response) => {
      const isTruncated = (await text(response)).includes(problems.truncated.title);
      resolve(isTruncated ? 0 : (response.statusCode ?? 0));
    });
    sent.once('error', reject).end(body);
  });
}

const json = { 'content-type': 'application/json' };

/** Parsing a million levels takes long; the test of the functions alone has that body. */
const { 'arrays nested 1,000,000 deep': _deepest, ...withoutDeepest } = hostileBodies;

function genuineUrl({ id, endpoint }: Target): string {
  return urls[id]?.[endpoint] ?? '';
}

/** The same URL with a token that no provider has. */
function forgedUrl(target: Target): string {
  return genuineUrl(target).replace(/[^/]+$/, 'a-forged-token');
}

/** The number of items in the table and objects in the payload bucket. */
async function countStored(): Promise<number> {
  const { EventsTableName: TableName, PayloadBucketName: Bucket } = gateway.outputs;
  const items = await aws.dynamodb.send(
    new ScanCommand({ TableName: String(TableName), Select: 'COUNT' }),
  );
  const objects = await aws.s3.send(new ListObjectsV2Command({ Bucket: String(Bucket) }));
  return (items.Count ?? 0) + (objects.KeyCount ?? 0);
}

/** The bytes of every quarantined body of a provider. */
async function storedBodies(provider: string): Promise<readonly Buffer[]> {
  const { PayloadBucketName: Bucket } = gateway.outputs;
  const { Contents = [] } = await aws.s3.send(
    new ListObjectsV2Command({ Bucket: String(Bucket), Prefix: `quarantine/${provider}/` }),
  );
  const objects = Contents.map(async ({ Key }) => {
    const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: String(Bucket), Key }));
    const { body } = parseStoredBody((await Body?.transformToString()) ?? '') ?? {};
    return body === undefined || typeof body === 'string' ? [] : [Buffer.from(fromBodyBytes(body))];
  });
  return (await Promise.all(objects)).flat();
}

describe.each(targets)('a request with a forged token to the $endpoint of $id', (target) => {
  it('is refused with any body, and nothing is stored', async () => {
    for (const [what, body] of Object.entries(hostileBodies)) {
      // Large bodies take long, and the function behind both endpoints is the same.
      if (target.endpoint === 'api' && body.length > 1_000_000) continue;
      expect([401, 413], what).toContain(await send(forgedUrl(target), { headers: json, body }));
    }
    expect(await countStored()).toBe(0);
  });

  it('is refused with any path, query, headers and bytes, and nothing is stored', async () => {
    const header = fc.tuple(
      fc.stringMatching(/^x-[a-z0-9-]{1,20}$/),
      fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,200}$/),
    );
    const anyRequest = fc.record({
      suffix: fc.webFragments(),
      query: fc.webQueryParameters(),
      method: fc.constantFrom('POST', 'GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
      headers: fc.array(header, { maxLength: 10 }).map(Object.fromEntries),
      body: fc.uint8Array({ maxLength: 2_000 }),
    });
    await fc.assert(
      fc.asyncProperty(anyRequest, async ({ suffix, query, ...sent }) => {
        const url = `${forgedUrl(target)}${encodeURI(suffix)}?${query}`;
        expect(refusals).toContain(await send(url, sent));
      }),
      { numRuns: 30 },
    );
    expect(await countStored()).toBe(0);
  });
});

describe.each(targets.slice(0, 2))('a malformed request to the $endpoint of $id', (target) => {
  it('is refused or the connection is closed, and nothing is stored', async () => {
    const { pathname } = new URL(forgedUrl(target));
    for (const { what, bytes, endsEarly } of malformedRequests(pathname)) {
      const { statuses } = await exchange(gateway.port, bytes, { endsEarly });
      for (const status of statuses) expect(refusals, what).toContain(status);
      expect(statuses.length, what).toBeLessThan(2);
    }
    expect(await countStored()).toBe(0);
  });

  it('does not become a callback, even with the right token', async () => {
    const { pathname } = new URL(genuineUrl(target));
    const ambiguous = malformedRequests(pathname).filter(({ isAmbiguous }) => isAmbiguous);
    expect(ambiguous.length).toBeGreaterThan(20);
    for (const { what, bytes, endsEarly } of ambiguous) {
      const { statuses } = await exchange(gateway.port, bytes, { endsEarly });
      expect(statuses, what).not.toContain(200);
    }
    expect(await countStored()).toBe(0);
  });
});

describe('a connection', () => {
  it('with 100 pipelined requests gets 100 responses', async () => {
    const { pathname } = new URL(forgedUrl({ id: 'incs', endpoint: 'api' }));
    const one = (last: boolean) =>
      `POST ${pathname} HTTP/1.1\r\nHost: a.example\r\nContent-Length: 2\r\n${last ? 'Connection: close\r\n' : ''}\r\n{}`;
    const { statuses } = await exchange(gateway.port, one(false).repeat(99) + one(true));
    expect(statuses).toEqual(Array.from({ length: 100 }, () => 401));
  });
});

describe('a path without a route', () => {
  it.each([
    '/',
    '//',
    '/incs',
    '/incs/',
    '/incs//',
    '/unknown/token',
    '/incs/a/b/c',
    '/%2e%2e/incs',
    '/INCS/token',
    '/__proto__/constructor',
    '/_local',
    '/_local/function-urls',
    '/_local/function-urls/unknown/token',
    '/_local/function-urls/__proto__/token',
  ])('%s gets a documented response', async (unroutedPath) => {
    for (const method of ['POST', 'GET', 'DELETE', 'OPTIONS']) {
      const { statuses } = await exchange(
        gateway.port,
        `${method} ${unroutedPath} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n`,
      );
      expect(documented).toContain(statuses[0]);
    }
  });
});

describe.each(targets)('a request with the right token to the $endpoint of $id', (target) => {
  const sendGenuine = (body: Sent['body'], headers: Sent['headers'] = {}) =>
    send(genuineUrl(target), {
      headers: { ...json, ...urls[target.id]?.headers, ...headers },
      body,
    });

  it('causes no failure of the gateway', async () => {
    // Bodies to one endpoint, values to the other: the function behind both is the same.
    const bodies: Sent['body'][] =
      target.endpoint === 'api'
        ? Object.values(withoutDeepest)
        : Object.values(hostileValues).map((value) => `{"event":${value},"type":${value}}`);
    for (const body of bodies) {
      expect([0, ...documented], `${body?.slice(0, 100)}`).toContain(await sendGenuine(body));
    }
  });

  it('is not decompressed: its bytes are quarantined', async () => {
    const before = await countStored();
    const body = Buffer.concat([bomb, Buffer.from(target.endpoint)]);
    // AWS passes the bodies of JSON types as text, in which these bytes would be replaced.
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/octet-stream' };
    expect(await sendGenuine(body, headers)).toBe(200);
    // The event record and the object.
    expect(await countStored()).toBe(before + 2);
    expect(await storedBodies(target.id)).toContainEqual(body);
  });
});

describe('the process', () => {
  it('does not grow with the bodies that it reads, authentic or forged', async () => {
    const target = { id: 'incs', endpoint: 'functionUrl' } as const;
    // Small enough to reach the function, and too large to be stored by an engine.
    const body = Buffer.alloc(4.1 * megabyte, ' ');
    const flood = async (count: number) => {
      for (let sent = 0; sent < count; sent += 1) {
        expect(await send(genuineUrl(target), { headers: json, body })).toBe(413);
        expect(await send(forgedUrl(target), { headers: json, body })).toBe(401);
      }
    };
    await flood(8);
    const beforeBytes = process.memoryUsage.rss();
    const grownBytes: number[] = [];
    // Each time, 164 MB are sent. A leak grows with them, and what V8 has not collected yet does not.
    for (let floods = 0; floods < 4; floods += 1) {
      await flood(20);
      grownBytes.push(process.memoryUsage.rss() - beforeBytes);
      if (Math.min(...grownBytes) < 60 * megabyte) break;
    }
    expect(Math.min(...grownBytes)).toBeLessThan(60 * megabyte);
  });
});
