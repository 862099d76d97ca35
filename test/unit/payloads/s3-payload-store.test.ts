import { createServer, globalAgent } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, it, onTestFinished } from 'vitest';
import { createS3PayloadStore } from '../../../shared/payloads/s3-payload-store.ts';
import { listenOnLoopback } from '../../../tools/emulator/listen-on-loopback.ts';

const { region, sha256 } = new S3Client({ region: 'us-east-1' }).config;
const settings = {
  bucket: 'payloads',
  region,
  sha256,
  domainOf: () => 'amazonaws.com',
  credentials: { accessKeyId: 'an-id', secretAccessKey: 'a-key' },
};

/** A store to which S3 responds in turn: with a status and a code, or not at all. */
function storeWith(responses: readonly (readonly [status: number, code: string] | Error)[]) {
  const waitedMs: number[] = [];
  const left = [...responses];
  const store = createS3PayloadStore({
    ...settings,
    fetch: async () => {
      const next = left.shift() ?? [200, ''];
      if (next instanceof Error) throw next;
      const [status, code] = next;
      return new Response(`<Error><Code>${code}</Code></Error>`, { status });
    },
    wait: async (delayMs) => void waitedMs.push(delayMs),
    random: () => 0.5,
  });
  return { put: (signal?: AbortSignal) => store.put('raw/incs/a.json', '{}', signal), waitedMs };
}

const slowDown = [503, 'SlowDown'] as const;
const internal = [500, 'InternalError'] as const;

it.each([
  ['an error of S3', [internal, internal], [25, 50]],
  ['a throttle', [slowDown, slowDown], [500, 1_000]],
  ['a network error', [new TypeError('fetch failed')], [25]],
])(
  'waits for a random time, and for longer the second time, after %s',
  async (_, faults, waits) => {
    const { put, waitedMs } = storeWith(faults);
    await put();
    expect(waitedMs).toEqual(waits);
  },
);

it.each([
  ['the code of S3', [[403, 'AccessDenied']] as const, 'AccessDenied'],
  ['the code of the last of three attempts', [internal, internal, slowDown], 'SlowDown'],
  ['the error of the network', Array(3).fill(new TypeError('fetch failed')), 'TypeError'],
])('names %s as the cause', async (_, faults, name) => {
  await expect(storeWith(faults).put()).rejects.toMatchObject({
    code: 'payload_store_unavailable',
    cause: { name },
  });
});

it('takes an object that exists for stored', async () => {
  const { put, waitedMs } = storeWith([[412, 'PreconditionFailed']]);
  await put();
  expect(waitedMs).toEqual([]);
});

it('makes no other attempt when the signal has ended the call', async () => {
  const controller = new AbortController();
  const ended = Object.assign(new Error('ended'), { name: 'AbortError' });
  const { put, waitedMs } = storeWith([ended]);
  controller.abort();
  await expect(put(controller.signal)).rejects.toMatchObject({ cause: { name: 'AbortError' } });
  expect(waitedMs).toEqual([]);
});

it('names the fault, and not its own end, when the signal ends it between two attempts', async () => {
  const store = createS3PayloadStore({
    ...settings,
    limits: { attempts: 3, attemptMs: 60_000, totalMs: 1 },
    fetch: async () => new Response('<Error><Code>SlowDown</Code></Error>', { status: 503 }),
    random: () => 60,
  });
  await expect(store.put('raw/incs/a.json', '{}')).rejects.toMatchObject({
    cause: { name: 'SlowDown' },
  });
});

it('does not count the time for which an attempt waits for a socket', async () => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    // The first request has the only socket until its time is over.
    if (requests > 1) response.end();
  });
  const port = await listenOnLoopback(server);
  const { maxSockets } = globalAgent;
  globalAgent.maxSockets = 1;
  onTestFinished(() => {
    globalAgent.maxSockets = maxSockets;
    server.closeAllConnections();
    server.close();
  });
  const store = createS3PayloadStore({
    ...settings,
    endpoint: `http://127.0.0.1:${port}`,
    limits: { attempts: 1, attemptMs: 1_000, totalMs: 300_000 },
  });
  const puts = ['a', 'b'].map((name) => store.put(`raw/incs/${name}.json`, '{}'));
  const outcomes = await Promise.allSettled(puts);
  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { cause: { name: 'TimeoutError' } } },
    { status: 'fulfilled' },
  ]);
});

it('ends an attempt whose response begins in time and does not end', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(503).write('<Error>');
  });
  const port = await listenOnLoopback(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const store = createS3PayloadStore({
    ...settings,
    endpoint: `http://127.0.0.1:${port}`,
    limits: { attempts: 1, attemptMs: 200, totalMs: 300_000 },
  });
  await expect(store.put('raw/incs/a.json', '{}')).rejects.toMatchObject({
    code: 'payload_store_unavailable',
  });
});
