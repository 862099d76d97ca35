import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../../functions/providers/registry.ts';
import { type AwsClients, createClients } from '../../../tools/emulator-client/aws-clients.ts';
import type { Emulator } from '../../../tools/emulator/emulator.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { hostileBodies, hostileValues } from '../../support/hostile-json.ts';
import { startGateway } from '../start-gateway.ts';
import { exchange } from './hostile-http/exchange.ts';
import { malformedRequests } from './hostile-http/malformed-requests.ts';

/**
 * Whatever comes in over the network, at every route of the stack: the API and the function URL of
 * each provider, and paths that lead nowhere. `test/property/hostile-input.test.ts` does the same to
 * the functions alone, with many more bodies.
 */
let gateway: Emulator;
let aws: AwsClients;
let urls: Awaited<ReturnType<Emulator['urls']>>;
// A connection for each request: one that is kept open may be closed just when it is used again.
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

/** Every status in `docs/responses.md`, but for those of a gateway or an AWS that is at fault. */
const documented = [
  ...readFileSync(path.join(projectDirectory, 'docs/responses.md'), 'utf8').matchAll(
    /\| ([\d, ]+) \|/g,
  ),
]
  .flatMap(([, cell = '']) => cell.split(', ').map(Number))
  .filter((status) => status < 500);

/** What a stranger may get of them. */
const refusals = documented.filter((status) => status >= 400);

const ways = providers.flatMap(({ id }) => [
  { id, endpoint: 'api' as const },
  { id, endpoint: 'functionUrl' as const },
]);
type Way = (typeof ways)[number];

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | undefined;
}

/** Sends a request that is proper HTTP. @returns its status */
function send(url: string, { method = 'POST', headers = {}, body = '' }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject).end(body);
  });
}

const json = { 'content-type': 'application/json' };

/** A million levels take long to read: the test of the functions alone has them. */
const { 'arrays nested 1,000,000 deep': _deepest, ...withoutDeepest } = hostileBodies;

function genuineUrl({ id, endpoint }: Way): string {
  return urls[id]?.[endpoint] ?? '';
}

/** The same place with a token that nobody was given. */
function strangersUrl(way: Way): string {
  return genuineUrl(way).replace(/[^/]+$/, 'a-token-of-nobody');
}

/** How much is in the table and in the payload bucket. */
async function countKept(): Promise<number> {
  const { EventsTableName: TableName, PayloadBucketName: Bucket } = gateway.outputs;
  const items = await aws.dynamodb.send(
    new ScanCommand({ TableName: String(TableName), Select: 'COUNT' }),
  );
  const objects = await aws.s3.send(new ListObjectsV2Command({ Bucket: String(Bucket) }));
  return (items.Count ?? 0) + (objects.KeyCount ?? 0);
}

describe.each(ways)('a stranger at the $endpoint of $id', (way) => {
  it('is refused with any body, and nothing is kept', async () => {
    for (const [what, body] of Object.entries(hostileBodies)) {
      // What is large takes long; the function behind both endpoints is the same.
      if (way.endpoint === 'api' && body.length > 1_000_000) continue;
      expect([401, 413], what).toContain(await send(strangersUrl(way), { headers: json, body }));
    }
    expect(await countKept()).toBe(0);
  });

  it('is refused with any path, query, headers and bytes, and nothing is kept', async () => {
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
        const url = `${strangersUrl(way)}${encodeURI(suffix)}?${query}`;
        expect(refusals).toContain(await send(url, sent));
      }),
      { numRuns: 30 },
    );
    expect(await countKept()).toBe(0);
  });
});

describe.each(ways.slice(0, 2))('what is no HTTP at the $endpoint of $id', (way) => {
  it('is refused or hung up on, and nothing is kept', async () => {
    const { pathname } = new URL(strangersUrl(way));
    for (const { what, bytes, endsEarly } of malformedRequests(pathname)) {
      const { statuses } = await exchange(gateway.port, bytes, { endsEarly });
      for (const status of statuses) expect(refusals, what).toContain(status);
      expect(statuses.length, what).toBeLessThan(2);
    }
    expect(await countKept()).toBe(0);
  });

  it('does not become a callback with the right token either', async () => {
    const { pathname } = new URL(genuineUrl(way));
    const ambiguous = malformedRequests(pathname).filter(({ isAmbiguous }) => isAmbiguous);
    expect(ambiguous.length).toBeGreaterThan(20);
    for (const { what, bytes, endsEarly } of ambiguous) {
      const { statuses } = await exchange(gateway.port, bytes, { endsEarly });
      expect(statuses, what).not.toContain(200);
    }
    expect(await countKept()).toBe(0);
  });
});

describe('a connection', () => {
  it('with 100 requests at once gets 100 answers', async () => {
    const { pathname } = new URL(strangersUrl({ id: 'incs', endpoint: 'api' }));
    const one = (last: boolean) =>
      `POST ${pathname} HTTP/1.1\r\nHost: a.example\r\nContent-Length: 2\r\n${last ? 'Connection: close\r\n' : ''}\r\n{}`;
    const { statuses } = await exchange(gateway.port, one(false).repeat(99) + one(true));
    expect(statuses).toEqual(Array.from({ length: 100 }, () => 401));
  });
});

describe('a path that leads nowhere', () => {
  it.each([
    '/',
    '//',
    '/incs',
    '/incs/',
    '/incs//',
    '/nobody/token',
    '/incs/a/b/c',
    '/%2e%2e/incs',
    '/INCS/token',
    '/__proto__/constructor',
    '/_local',
    '/_local/function-urls',
    '/_local/function-urls/nobody/token',
    '/_local/function-urls/__proto__/token',
  ])('%s is answered as documented', async (nowhere) => {
    for (const method of ['POST', 'GET', 'DELETE', 'OPTIONS']) {
      const { statuses } = await exchange(
        gateway.port,
        `${method} ${nowhere} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n`,
      );
      expect(documented).toContain(statuses[0]);
    }
  });
});

describe.each(ways)('whoever knows the URL, at the $endpoint of $id', (way) => {
  const sendGenuine = (body: Sent['body'], headers: Sent['headers'] = {}) =>
    send(genuineUrl(way), { headers: { ...json, ...urls[way.id]?.headers, ...headers }, body });

  it('gets no failure out of the gateway', async () => {
    // Bodies by one endpoint, values by the other: what is behind both is the same function.
    const bodies: Sent['body'][] =
      way.endpoint === 'api'
        ? Object.values(withoutDeepest)
        : Object.values(hostileValues).map((value) => `{"event":${value},"type":${value}}`);
    for (const body of bodies) {
      expect(documented, `${body?.slice(0, 100)}`).toContain(await sendGenuine(body));
    }
  });

  it('is not decompressed', async () => {
    const before = await countKept();
    const status = await sendGenuine(bomb, { 'content-encoding': 'gzip' });
    expect([400, 415]).toContain(status);
    expect(await countKept()).toBe(before);
  });
});

describe('the process', () => {
  it('does not grow with the bodies that it reads, of whoever sends them', async () => {
    const way = { id: 'incs', endpoint: 'functionUrl' } as const;
    // Below the limit, so that it comes to the function, and no JSON, so that no engine has to take it.
    const body = Buffer.alloc(3.9 * megabyte, ' ');
    const flood = async (count: number) => {
      for (let sent = 0; sent < count; sent += 1) {
        expect(await send(genuineUrl(way), { headers: json, body })).toBe(400);
        expect(await send(strangersUrl(way), { headers: json, body })).toBe(401);
      }
    };
    await flood(8);
    const beforeBytes = process.memoryUsage.rss();
    await flood(20);
    // Of 156 MB that were sent.
    expect(process.memoryUsage.rss() - beforeBytes).toBeLessThan(60 * megabyte);
  });
});
