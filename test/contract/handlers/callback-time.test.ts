import type { BatchStatementRequest } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type CallbackLimits,
  callbackLimits,
  createCallbackHandler,
} from '../../../functions/callback/create-handler.ts';
import { timeoutSeconds } from '../../../lib/delivery-settings.ts';
import { maxParallelRequests } from '../../../shared/table/event-store.ts';
import { fullSecret } from '../../support/genuine-callback.ts';
import { lineProvider } from '../../support/line-provider.ts';
import { silence, startScriptedAws, stubEnvironment } from './scripted-aws.ts';

/**
 * How long a callback function waits for AWS, with its own SDK clients and sockets. Where AWS is
 * silent, all limits of the function and the time that Lambda gives it are a fifth of the real ones.
 * Only the delays of the SDK between attempts are not shortened, so that there is more time in
 * production than here. A test waits for the response, or for the end of the function, which is a timer
 * of the same process: a busy machine delays both. Where AWS responds, the limits are the real ones.
 */
const scale = 1 / 5;
const timeoutMs = timeoutSeconds.callback * 1_000;
const { payload } = callbackLimits;
const limits: CallbackLimits = {
  ...callbackLimits,
  reservedMs: callbackLimits.reservedMs * scale,
  connectMs: callbackLimits.connectMs * scale,
  attemptMs: callbackLimits.attemptMs * scale,
  payload: {
    attempts: payload.attempts,
    attemptMs: payload.attemptMs * scale,
    totalMs: payload.totalMs * scale,
  },
};

const aws = await startScriptedAws();
stubEnvironment(aws.origin);
afterAll(() => aws.stop());
beforeEach(() => aws.reset());
// Code that is not compiled yet would take a part of the shortened time.
beforeAll(() => invoke(createHandler(callbackLimits), linesOf(200), timeoutMs));

type Handler = ReturnType<typeof createCallbackHandler>;

function createHandler(of = limits): Handler {
  return createCallbackHandler(lineProvider, of);
}

/** Invokes the function as Lambda does, which ends it when its time is over. */
async function invoke(handler: Handler, body: object, leftMs = timeoutMs * scale) {
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
  const ended = new Promise<'ended by Lambda'>((resolve) => {
    setTimeout(() => resolve('ended by Lambda'), leftMs);
  });
  const context = { getRemainingTimeInMillis: () => endsAt - performance.now() };
  const response = await Promise.race([handler(event, context), ended]);
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
async function createHandlerWithOldSecret(): Promise<Handler> {
  const handler = createHandler();
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

describe('a callback gets a 503 before Lambda ends the function', () => {
  it('while the secret is not known and Secrets Manager is silent', async () => {
    aws.respondTo('GetSecretValue', () => silence);
    const outcome = await invoke(createHandler(), oneLine);
    expect(outcome).toEqual({ status: 503, code: 'secret_unavailable' });
    expect(callsOf('GetSecretValue')).toBe(limits.secretAttempts);
  });

  it('while the table is silent', async () => {
    aws.respondTo('PutItem', () => silence);
    const outcome = await invoke(createHandler(), oneLine);
    expect(outcome).toEqual({ status: 503, code: 'store_unavailable' });
    expect(callsOf('PutItem')).toBe(limits.recordAttempts);
  });

  it('while the payload bucket is silent', async () => {
    aws.respondToRequests(() => silence);
    const outcome = await invoke(createHandler(), quarantined);
    expect(outcome).toEqual({ status: 503, code: 'payload_store_unavailable' });
    expect(aws.requests.length).toBeGreaterThan(1);
    expect(callsOf('PutItem')).toBe(0);
  });

  it('while a known secret cannot be renewed and the table is silent, after all attempts', async () => {
    const handler = await createHandlerWithOldSecret();
    aws.respondTo('GetSecretValue', () => silence);
    aws.respondTo('PutItem', () => silence);
    const outcome = await invoke(handler, oneLine);
    expect(outcome).toEqual({ status: 503, code: 'store_unavailable' });
    expect(callsOf('GetSecretValue')).toBe(limits.secretAttempts);
    expect(callsOf('PutItem')).toBe(limits.recordAttempts);
  });

  it('while no service responds, the longest way: secret, payload bucket, table', async () => {
    const handler = await createHandlerWithOldSecret();
    aws.respondTo('GetSecretValue', () => silence);
    aws.respondToRequests(() => (aws.requests.length < 2 ? silence : 200));
    aws.respondTo('PutItem', () => silence);
    const outcome = await invoke(handler, quarantined);
    expect(outcome).toEqual({ status: 503, code: 'store_unavailable' });
    expect(callsOf('GetSecretValue')).toBe(limits.secretAttempts);
    expect(aws.requests).toHaveLength(2);
    expect(callsOf('PutItem')).toBeGreaterThan(0);
  });

  it.each([100, 1_000])('while the table is silent, with %i updates', async (count) => {
    for (const operation of ['PutItem', 'BatchGetItem', 'BatchExecuteStatement'])
      aws.respondTo(operation, () => silence);
    const outcome = await invoke(createHandler(), linesOf(count));
    expect(outcome).toEqual({ status: 503, code: 'store_unavailable' });
  });

  it('while the payload bucket is silent, with 100 objects', async () => {
    aws.respondToRequests(() => silence);
    const items = { lines: Array.from({ length: 100 }, (_, at) => at) };
    const outcome = await invoke(createHandler(), items);
    expect(outcome).toEqual({ status: 503, code: 'payload_store_unavailable' });
  });
});

it('a callback is stored although its secret cannot be renewed', async () => {
  const handler = await createHandlerWithOldSecret();
  aws.respondTo('GetSecretValue', () => silence);
  expect(await invoke(handler, oneLine)).toEqual({ status: 200 });
});

it('a callback that was not stored in time is stored when it comes again', async () => {
  const table = new Set<string>();
  const keyOf = ({ Parameters = [] }: BatchStatementRequest) =>
    JSON.stringify(Parameters.slice(0, 2));
  aws.respondTo('BatchGetItem', ({ RequestItems = {} }) => {
    const keys = RequestItems.events?.Keys ?? [];
    const events = keys.filter(({ pk, sk }) => table.has(JSON.stringify([pk, sk])));
    return { body: { Responses: { events } } };
  });
  const insert = (Statements: readonly BatchStatementRequest[]) => {
    for (const statement of Statements) table.add(keyOf(statement));
    return { body: { Responses: Statements.map(() => ({ TableName: 'events' })) } };
  };
  let calls = 0;
  aws.respondTo('PutItem', () => silence);
  aws.respondTo('BatchExecuteStatement', ({ Statements = [] }) => {
    calls += 1;
    return calls <= 10 ? insert(Statements) : silence;
  });
  const outcome = await invoke(createHandler(), linesOf(1_000));
  expect(outcome).toEqual({ status: 503, code: 'store_unavailable' });
  expect(table.size).toBe(250);
  let inserted = 0;
  aws.respondTo('BatchExecuteStatement', ({ Statements = [] }) => {
    inserted += Statements.length;
    return insert(Statements);
  });
  const later = await invoke(createHandler(callbackLimits), linesOf(1_000), timeoutMs);
  expect(later).toEqual({ status: 200 });
  expect(inserted).toBe(750);
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
  const outcome = await invoke(createHandler(callbackLimits), linesOf(100), timeoutMs);
  expect(outcome).toEqual({ status: 200 });
  expect(callsOf('PutItem')).toBe(100);
});
