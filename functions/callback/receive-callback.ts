import type {
  CallbackRequest,
  ProviderAdapter,
  Verdict,
} from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import type { StoreOutcome } from '../../shared/table/event-store.ts';
import { toErrorFields } from '../../shared/tributary-error.ts';
import { logCallback } from './log-callback.ts';
import type { CallbackPorts } from './ports.ts';
import {
  type CallbackResponse,
  type ProblemName,
  toProblemResponse,
  toSuccessResponse,
} from './responses.ts';
import { type CallbackRecords, toEventRecords } from './to-event-records.ts';

/** No provider sends more than Meta's 3 MB; a Lambda function takes 6 MB in all. */
const maxBodyBytes = 4 * 1024 * 1024;

/**
 * Writes of one callback at the same time. Meta puts up to 1,000 updates into one. The SDK's client
 * has 50 sockets, and the time limit of an attempt runs while a request waits for a socket.
 */
const maxParallelWrites = 40;

/**
 * Receives one callback: authenticate, parse, normalize, store, in this order.
 *
 * Guarantee: the response is a success only when every event of the callback is durable. Nothing is
 * parsed or stored of a callback that is not authentic. Our own failure is a 503. Never throws.
 */
export async function receiveCallback(
  request: CallbackRequest,
  adapter: ProviderAdapter,
  ports: CallbackPorts,
): Promise<CallbackResponse> {
  try {
    return await respond(request, adapter, ports);
  } catch (error) {
    const fields = { provider: adapter.manifest.id, ...toErrorFields(error) };
    ports.log.error('callback not stored', fields);
    return toProblemResponse('unavailable', adapter.manifest);
  }
}

async function respond(
  request: CallbackRequest,
  adapter: ProviderAdapter,
  ports: CallbackPorts,
): Promise<CallbackResponse> {
  const { manifest } = adapter;
  if (!manifest.methods.some((method) => method === request.method)) {
    return refuse('methodNotAllowed', adapter, ports);
  }
  const { verdict, secret } = await authenticate(request, adapter, ports);
  if (!verdict.authentic) return refuse('unauthorized', adapter, ports);
  const challenge = adapter.handshake?.(request, secret);
  if (challenge !== undefined) {
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: challenge };
  }
  if (request.body.byteLength > maxBodyBytes) return refuse('tooLarge', adapter, ports);
  const records = normalizeRequest(request, adapter, verdict.connection, ports);
  if (records === undefined) {
    const problem = declaresJson(request) ? 'malformed' : 'unsupportedMediaType';
    return refuse(problem, adapter, ports);
  }
  const outcomes = await storeAll(records, ports);
  logCallback(manifest.id, records, outcomes, ports.log);
  return toSuccessResponse(manifest);
}

/** A mismatch may be a rotation that this function has not seen yet: fetch the secret once more. */
async function authenticate(
  request: CallbackRequest,
  adapter: ProviderAdapter,
  ports: CallbackPorts,
): Promise<{ verdict: Verdict; secret: ProviderSecret }> {
  const secret = await ports.secrets.get();
  const verdict = adapter.verify(request, secret);
  if (verdict.authentic) return { verdict, secret };
  const fresh = await ports.secrets.refresh();
  return fresh === undefined
    ? { verdict, secret }
    : { verdict: adapter.verify(request, fresh), secret: fresh };
}

const utf8 = new TextDecoder();

/** `undefined` when the body is not JSON. */
function normalizeRequest(
  request: CallbackRequest,
  adapter: ProviderAdapter,
  connection: string | undefined,
  { channels, now }: CallbackPorts,
): CallbackRecords | undefined {
  const body = { text: utf8.decode(request.body), headers: pickStoredHeaders(request) };
  const provider = adapter.manifest.id;
  const receipt = { provider, receivedAt: now().toISOString(), connection };
  try {
    return toEventRecords(body, adapter, receipt, { channels });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The headers that the payload bucket stores beside a body. None of them can hold a secret. */
const storedHeaders = ['content-type', 'content-encoding', 'user-agent'] as const;

function pickStoredHeaders({ headers }: CallbackRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    storedHeaders.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])),
  );
}

/**
 * Tries and awaits all of them, so that no work goes on after the response.
 *
 * @throws {TributaryError} the first failure, once all are settled
 */
async function storeAll(
  { records, unmapped }: CallbackRecords,
  ports: CallbackPorts,
): Promise<readonly StoreOutcome[]> {
  const outcomes: StoreOutcome[] = [];
  const failures: unknown[] = [];
  const writes = [
    ...unmapped.map(
      ({ key, content }) =>
        () =>
          ports.payloads.put(key, content),
    ),
    ...records.map((record, index) => async () => {
      outcomes[index] = await storeWithPayload(record, ports);
    }),
  ].values();
  // All of them take from the same iterator, until it is empty.
  const writeNext = async () => {
    for (const write of writes) await write().catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: maxParallelWrites }, writeNext));
  if (failures.length > 0) throw failures[0];
  return outcomes;
}

/**
 * Stores an event record. The payload that it points at is durable before the record is.
 *
 * @throws {TributaryError} `payload_store_unavailable` or `store_unavailable`, always retryable
 */
export async function storeWithPayload(
  record: EventRecord,
  { records, payloads }: Pick<CallbackPorts, 'records' | 'payloads'>,
): Promise<StoreOutcome> {
  if (record.payload) await payloads.put(record.payload.key, record.payload.content);
  return records.store(record);
}

function declaresJson(request: CallbackRequest): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '');
}

function refuse(
  problem: ProblemName,
  adapter: ProviderAdapter,
  ports: CallbackPorts,
): CallbackResponse {
  ports.log.warn('callback refused', { provider: adapter.manifest.id, problem });
  return toProblemResponse(problem, adapter.manifest);
}
