import { createServer, type Socket } from 'node:net';
import type { BatchStatementRequest } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type CallbackLimits,
  callbackLimits,
  createCallbackHandler,
} from '../../../functions/callback/create-handler.ts';
import { timeoutSeconds } from '../../../lib/delivery-settings.ts';
import { maxParallelRequests } from '../../../shared/table/event-store.ts';
import { listenOnLoopback } from '../../../tools/emulator/listen-on-loopback.ts';
import { fullSecret } from '../../support/genuine-callback.ts';
import { lineProvider } from '../../support/line-provider.ts';
import { silence, startScriptedAws, stubEnvironment } from './scripted-aws.ts';

/**
 * How long a callback function waits for AWS, with its own SDK clients and sockets. What a test is about
 * has a shorter limit than in production, and all other limits are far away. The end of the function by
 * Lambda is a timer of the same process as its deadline, so that a busy machine delays both.
 */
const timeoutMs = timeoutSeconds.callback * 1_000;

/** The time of a function, where no test is about it: only what hangs takes as long on a busy machine. */
const farMs = 300_000;

/** Attempts are short. The deadline is not reached. */
const shortAttempts: CallbackLimits = {
  ...callbackLimits,
  timeoutMs: farMs,
  attemptMs: 100,
  payload: { ...callbackLimits.payload, attemptMs: 100, totalMs: farMs },
};

/** As above, and yet longer than a service of this process needs to respond. */
const attempts: CallbackLimits = { ...shortAttempts, attemptMs: 500 };

/** Neither a limit nor the deadline ends anything, however busy the machine is. */
const unhurried = withAttempts(60_000);

/** No attempt ends before the deadline, which is `deadlineMs` after the call. */
const deadlineMs = 300;
const withDeadline = {
  limits: { ...callbackLimits, leastMs: deadlineMs },
  leftMs: callbackLimits.reservedMs + deadlineMs,
};

const aws = await startScriptedAws();
stubEnvironment(aws.origin);
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

function withAttempts(attemptMs: number): CallbackLimits {
  const payload = { ...callbackLimits.payload, attemptMs, totalMs: 2 * attemptMs };
  return { ...callbackLimits, timeoutMs: farMs, connectMs: attemptMs, attemptMs, payload };
}

type Handler = ReturnType<typeof createCallbackHandler>;

function createHandler(limits: CallbackLimits): Handler {
  return createCallbackHandler(lineProvider, limits);
}

/** Invokes the function as Lambda does, which ends it when its time is over. */
async function invoke(handler: Handler, body: object, leftMs = farMs, remainingMs?: number) {
  const event = {
    requestContext: { http: { method: 'POST' }, timeEpoch: Date.now() },
    rawPath: `/${fullSecret.token}`,
    rawQueryString: '',
    headers: {},
    body: JSON.stringify(body),
    // What the gateway does not read of an HTTP event is left out.
  } as unknown as APIGatewayProxyEventV2;
  const { lines, restore } = captureOutput();
  const endsAt = performance.now() + leftMs;
  const { promise: ended, resolve } = Promise.withResolvers<'ended by Lambda'>();
  const end = setTimeout(resolve, leftMs, 'ended by Lambda');
  const context = { getRemainingTimeInMillis: () => remainingMs ?? endsAt - performance.now() };
  const response = await Promise.race([handler(event, context), ended]);
  clearTimeout(end);
  restore();
  const status = response === 'ended by Lambda' ? response : response.statusCode;
  const line = lines.map((text) => JSON.parse(text)).find(isFailure);
  return { status, code: line?.code };
}

const isFailure = ({ message }: { readonly message: string }) => message === 'callback not stored';

/** Collects what this process prints: an error line would look like a failure. */
function captureOutput() {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  return { lines, restore: () => write.mockRestore() };
}

/** A handler that knows the secret, and must renew it now. */
async function createHandlerWithOldSecret(limits: CallbackLimits): Promise<Handler> {
  const handler = createHandler(limits);
  expect(await invoke(handler, oneLine)).toEqual({ status: 200 });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
  onTestFinished(() => void vi.useRealTimers());
  aws.reset();
  return handler;
}

function callsOf(operation: string): number {
  return aws.calls.filter((call) => call.operation === operation).length;
}

function linesOf(count: number): object {
  return { lines: Array.from({ length: count }, (_, at) => `line ${at}`) };
}

const oneLine = linesOf(1);
const quarantined = { nothing: 'that the provider sends' };

describe('a limit of single calls ends a callback with a 503', () => {
  it('while the secret is not known and Secrets Manager is silent: two attempts', async () => {
    aws.respondTo('GetSecretValue', () => silence);
    const outcome = await invoke(createHandler(shortAttempts), oneLine);
    expect(outcome).toEqual({ status: 503, code: 'secret_unavailable' });
    expect(aws.attempts('GetSecretValue')).toBe(2);
  });

  it('while the table is silent: three attempts', async () => {
    const handler = await createHandlerWithOldSecret(attempts);
    aws.respondTo('PutItem', () => silence);
    expect(await invoke(handler, oneLine)).toEqual({ status: 503, code: 'store_unavailable' });
    expect(aws.attempts('PutItem')).toBe(3);
  });

  it('while the payload bucket is silent: three attempts', async () => {
    const handler = await createHandlerWithOldSecret(attempts);
    aws.respondToRequests(() => silence);
    const outcome = await invoke(handler, quarantined);
    expect(outcome).toEqual({ status: 503, code: 'payload_store_unavailable' });
    expect(aws.attempts('')).toBe(3);
    expect(callsOf('PutItem')).toBe(0);
  });

  it('while the payload bucket is silent: the time of all attempts', async () => {
    const handler = createHandler(unhurried);
    expect(await invoke(handler, quarantined)).toEqual({ status: 200 });
    expect(aws.attempts('')).toBe(1);
    aws.respondToRequests(() => silence);
    const payload = { ...callbackLimits.payload, totalMs: 500 };
    const later = await invoke(
      createHandler({ ...callbackLimits, timeoutMs: farMs, payload }),
      quarantined,
    );
    expect(later).toEqual({ status: 503, code: 'payload_store_unavailable' });
    expect(aws.attempts('')).toBe(2);
  });

  it('while a known secret cannot be renewed and the table is silent: all attempts at both', async () => {
    const handler = await createHandlerWithOldSecret(attempts);
    aws.respondTo('GetSecretValue', () => silence);
    aws.respondTo('PutItem', () => silence);
    expect(await invoke(handler, oneLine)).toEqual({ status: 503, code: 'store_unavailable' });
    expect([aws.attempts('GetSecretValue'), aws.attempts('PutItem')]).toEqual([2, 3]);
  });
});

it('in production, all attempts at a secret and at an event record end before the deadline', () => {
  const { attemptMs, secretAttempts, recordAttempts, reservedMs } = callbackLimits;
  // Before an attempt the SDK waits for at most 50 ms, and for twice as long each time.
  const secretMs = secretAttempts * attemptMs + 50;
  const recordMs = recordAttempts * attemptMs + 50 + 100;
  expect(secretMs + recordMs).toBeLessThan(timeoutMs - reservedMs);
  // A token that is wrong as well asks for the secret once more.
  expect(2 * secretMs).toBeLessThan(timeoutMs - reservedMs);
});

describe('the time of day that was set while a callback was on the way', () => {
  async function deadlineWith(remainingMs: number) {
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    onTestFinished(() => timeout.mockRestore());
    const response = await invoke(createHandler(callbackLimits), oneLine, timeoutMs, remainingMs);
    expect(response).toEqual({ status: 200 });
    return timeout.mock.calls[0]?.[0];
  }

  it('back moves no deadline behind the end of the function', async () => {
    expect(callbackLimits.timeoutMs).toBe(timeoutMs);
    expect(await deadlineWith(3_600_000)).toBe(timeoutMs - callbackLimits.reservedMs);
  });

  it('forward leaves time to store the callback', async () => {
    expect(await deadlineWith(-3_600_000)).toBe(callbackLimits.leastMs);
  });
});

describe('the deadline ends a callback with a 503 before Lambda ends the function', () => {
  async function invokeWithDeadline(body: object) {
    return invoke(createHandler(withDeadline.limits), body, withDeadline.leftMs);
  }

  it.each([1, 100, 1_000])('while the table is silent, with %i updates', async (count) => {
    for (const operation of ['PutItem', 'BatchGetItem', 'BatchExecuteStatement'])
      aws.respondTo(operation, () => silence);
    const outcome = await invokeWithDeadline(linesOf(count));
    expect(outcome).toEqual({ status: 503, code: 'store_unavailable' });
  });

  it.each([1, 100])('while the payload bucket is silent, with %i objects', async (count) => {
    aws.respondToRequests(() => silence);
    const items = { lines: Array.from({ length: count }, (_, at) => at) };
    const outcome = await invokeWithDeadline(items);
    expect(outcome).toEqual({ status: 503, code: 'payload_store_unavailable' });
  });

  it('on the longest way: the secret, the payload bucket, the table', async () => {
    const handler = await createHandlerWithOldSecret(attempts);
    aws.respondTo('GetSecretValue', () => silence);
    aws.respondToRequests(() => (aws.requests.length < 3 ? silence : 200));
    aws.respondTo('PutItem', () => silence);
    // The secret takes a second, the object another quarter, and the record would take 1.5 s.
    const outcome = await invoke(handler, quarantined, attempts.reservedMs + 2_000);
    expect(outcome.status).toBe(503);
    expect(aws.attempts('GetSecretValue')).toBe(2);
    expect(aws.attempts('PutItem')).toBeLessThan(3);
  });
});

it('a callback is stored although its secret cannot be renewed', async () => {
  const handler = await createHandlerWithOldSecret(attempts);
  aws.respondTo('GetSecretValue', () => silence);
  expect(await invoke(handler, oneLine)).toEqual({ status: 200 });
});

it('a callback that was stored in part is completed when it comes again', async () => {
  const table = new Set<string>();
  const keyOf = ({ Parameters = [] }: BatchStatementRequest) =>
    JSON.stringify(Parameters.slice(0, 2));
  const insert = (Statements: readonly BatchStatementRequest[]) => {
    for (const statement of Statements) table.add(keyOf(statement));
    return { body: { Responses: Statements.map(() => ({ TableName: 'events' })) } };
  };
  aws.respondTo('BatchGetItem', ({ RequestItems = {} }) => {
    const keys = RequestItems.events?.Keys ?? [];
    const events = keys.filter(({ pk, sk }) => table.has(JSON.stringify([pk, sk])));
    return { body: { Responses: { events } } };
  });
  aws.respondTo('PutItem', () => ({ status: 500 }));
  aws.respondTo('BatchExecuteStatement', ({ Statements = [] }) =>
    table.size < 250 ? insert(Statements) : { status: 500 },
  );
  const outcome = await invoke(createHandler(unhurried), linesOf(500));
  expect(outcome).toEqual({ status: 503, code: 'store_unavailable' });
  const stored = table.size;
  expect(stored).toBe(250);
  let inserted = 0;
  aws.respondTo('BatchExecuteStatement', ({ Statements = [] }) => {
    inserted += Statements.length;
    return insert(Statements);
  });
  aws.calls.length = 0;
  const later = await invoke(createHandler(unhurried), linesOf(500));
  expect(later).toEqual({ status: 200 });
  expect(inserted).toBe(500 - stored);
  expect(callsOf('PutItem')).toBe(0);
});

it('every request of a callback to the table has a socket at once', async () => {
  const { promise: allArrived, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  aws.respondTo('PutItem', async () => {
    arrived += 1;
    if (arrived === maxParallelRequests) resolve();
    await allArrived;
    return {};
  });
  expect(await invoke(createHandler(unhurried), linesOf(100))).toEqual({ status: 200 });
  expect(callsOf('PutItem')).toBe(100);
});

it('every request of a callback to the payload bucket has a socket at once', async () => {
  const sockets = new Set<Socket>();
  const { promise: allArrived, resolve } = Promise.withResolvers<void>();
  // No request gets through: the endpoint never begins to speak TLS.
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    if (sockets.size === maxParallelRequests) resolve();
  });
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `https://127.0.0.1:${await listenOnLoopback(server)}`);
  const handler = createHandler({ ...unhurried, payload: { ...unhurried.payload, attempts: 1 } });
  vi.stubEnv('AWS_ENDPOINT_URL_S3', aws.origin);
  onTestFinished(() => void server.close());
  const outcome = invoke(handler, { lines: Array.from({ length: 100 }, (_, at) => at) });
  await allArrived;
  server.on('connection', (socket) => socket.destroy());
  for (const socket of sockets) socket.destroy();
  expect(await outcome).toEqual({ status: 503, code: 'payload_store_unavailable' });
});
