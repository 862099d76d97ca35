import type { PayloadStore } from '../../shared/payloads/payload-store.ts';
import { decodeBody } from '../../shared/provider/body-codec.ts';
import type { CallbackRequest, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { isTokenText } from '../../shared/provider/provider-secret.ts';
import type { Log, LogFields } from '../../shared/runtime/log.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import {
  type EventStore,
  maxParallelRequests,
  type PutPayload,
  type StoreOutcome,
} from '../../shared/table/event-store.ts';
import { TributaryError, toErrorFields } from '../../shared/tributary-error.ts';
import { createTurns } from '../../shared/turns.ts';
import { authenticate } from './authenticate.ts';
import type { CallbackPorts } from './ports.ts';
import {
  type CallbackResponse,
  type ProblemName,
  toHandshakeResponse,
  toProblemResponse,
  toSuccessResponse,
} from './responses.ts';
import { type CallbackRecords, toCallbackRecords } from './to-event-records.ts';

/** No provider sends more than Meta's 3 MB; a Lambda function takes 6 MB in all. */
const maxBodyBytes = 4 * 1024 * 1024;

/**
 * Receives one callback: authenticate, decode, normalize, store, in this order.
 *
 * Guarantee: the response is a success only when every event of the callback is durable, or the bytes
 * of a body that cannot be decoded. Nothing is stored of a callback that is not authentic, and without
 * the right token nothing is decoded. Our own failure is a 503. Never throws.
 *
 * @param deadline ends what is still being stored, in time for the 503
 */
export async function receiveCallback(
  request: CallbackRequest,
  adapter: ProviderAdapter,
  ports: CallbackPorts,
  deadline?: AbortSignal,
): Promise<CallbackResponse> {
  try {
    return await respond(request, adapter, ports, deadline);
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
  deadline: AbortSignal | undefined,
): Promise<CallbackResponse> {
  const { manifest } = adapter;
  const isTooLarge = request.body.byteLength > maxBodyBytes;
  const decode = once(() => (isTooLarge ? undefined : decodeBody(request, adapter.codec)));
  const proof = await authenticate(request, adapter, decode, ports);
  if (proof.kind === 'none') {
    const isStray = !isTokenText(request.token);
    return refuse('unauthorized', adapter, ports, isStray ? 'stray request' : undefined);
  }
  if (proof.kind === 'handshake') return toHandshakeResponse(proof.body, manifest);
  if (!manifest.methods.some((method) => method === request.method)) {
    return refuse('methodNotAllowed', adapter, ports);
  }
  const body = decode();
  if (body === undefined) return refuse('tooLarge', adapter, ports);
  const receipt = {
    provider: manifest.id,
    receivedAt: request.receivedAt.toISOString(),
    connection: proof.connection,
  };
  const callback = { body: request.body, headers: pickStoredHeaders(request) };
  const records = toCallbackRecords(body, callback, adapter, receipt, { channels: ports.channels });
  const outcomes = await storeAll(records, ports, deadline);
  const isUndecodable = body.kind === 'undecodable';
  logCallback(manifest.id, records, outcomes, isUndecodable, ports.log);
  const isTruncated = isUndecodable && body.reason === 'truncated_body';
  // Only the provider has the rest of it.
  return isTruncated ? refuse('truncated', adapter, ports) : toSuccessResponse(manifest);
}

/** The headers that the payload bucket stores beside a body. None of them can hold a secret. */
const storedHeaders = ['content-type', 'content-encoding', 'content-length', 'user-agent'] as const;

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
  deadline: AbortSignal | undefined,
): Promise<readonly StoreOutcome[]> {
  const outcomes: StoreOutcome[] = [];
  const failures: unknown[] = [];
  const putPayload = createPutPayload(ports.payloads, deadline);
  const stored = await ports.records.storeMany(records, putPayload, deadline);
  const writes = [
    ...unmapped.map((object) => () => putPayload(object)),
    ...records.map((record, index) => async () => {
      const known = stored.get(record);
      outcomes[index] =
        known ?? (await storeWithPayload(record, ports.records, putPayload, deadline));
    }),
  ].values();
  // All of them take from the same iterator, until it is empty.
  const writeNext = async () => {
    for (const write of writes) await write().catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: maxParallelRequests }, writeNext));
  if (failures.length > 0) {
    const items = records.length + unmapped.length;
    throw deadline?.aborted ? toDeadlineError(failures, items) : failures[0];
  }
  return outcomes;
}

/** AWS has refused nothing that the deadline ended: its policies and metrics need not be checked. */
function toDeadlineError([first, ...others]: readonly unknown[], items: number): unknown {
  if (!(first instanceof TributaryError)) return first;
  return new TributaryError(
    first.code,
    `the time of a callback was over with ${1 + others.length} of its ${items} items not stored: the provider sends it again, and a retry stores what is missing; if retries fail too, AWS responds too slowly: check the AWS status page`,
    { retryable: true, cause: first.cause },
  );
}

/**
 * Puts each payload of one callback once, also one whose first attempt has failed. No more are put at
 * the same time than the client has sockets.
 */
function createPutPayload(payloads: PayloadStore, deadline: AbortSignal | undefined): PutPayload {
  const puts = new Map<string, Promise<void>>();
  const inTurn = createTurns(maxParallelRequests);
  return ({ key, content }) => {
    const put = puts.get(key) ?? inTurn(() => payloads.put(key, content, deadline));
    puts.set(key, put);
    return put;
  };
}

/**
 * Stores an event record. The payload that it points at is durable before the record is.
 *
 * @throws {TributaryError} `payload_store_unavailable` or `store_unavailable`, always retryable
 */
export async function storeWithPayload(
  record: EventRecord,
  records: EventStore,
  putPayload: PutPayload,
  deadline?: AbortSignal,
): Promise<StoreOutcome> {
  if (record.payload) await putPayload(record.payload);
  return records.store(record, deadline);
}

/**
 * Logs one line for a callback that is stored: one for each event record would cost more than the
 * function. The stack's metric filters count its fields, so a count of 0 is left out. The line names
 * the first event; after a conflict, the first event that conflicts. Never its place in the table: keys
 * have phone numbers in them, also those of messages, because WhatsApp's id of a message is the number in
 * base64.
 *
 * @param outcomes of the records, in their order
 */
function logCallback(
  provider: string,
  callback: CallbackRecords,
  outcomes: readonly StoreOutcome[],
  isUndecodable: boolean,
  log: Log,
): void {
  const { records } = callback;
  const counts = { ...toCounts(callback, outcomes), ...(isUndecodable && { undecodable: 1 }) };
  const conflicting = records[outcomes.indexOf('conflict')];
  if (conflicting === undefined) {
    log.info('callback', { provider, id: records[0]?.event.detail.metadata.id, ...counts });
  } else {
    const { id, type } = conflicting.event.detail.metadata;
    log.warn('callback', { provider, id, type, ...counts });
  }
}

function toCounts(
  { records, unmapped, ignored }: CallbackRecords,
  outcomes: readonly StoreOutcome[],
): LogFields<'callback'> {
  const countOf = (outcome: StoreOutcome) => outcomes.filter((it) => it === outcome).length;
  const counts = {
    received: records.length + unmapped.length + ignored.length,
    stored: countOf('stored'),
    duplicate: countOf('duplicate'),
    alternate: countOf('alternate'),
    conflict: countOf('conflict'),
    quarantined: records.filter(({ quarantine }) => quarantine !== undefined).length,
    unmapped: unmapped.length,
    ignored: ignored.length,
  } satisfies LogFields<'callback'>;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function refuse(
  problem: ProblemName,
  adapter: ProviderAdapter,
  ports: CallbackPorts,
  event: 'callback refused' | 'stray request' = 'callback refused',
): CallbackResponse {
  ports.log.warn(event, { provider: adapter.manifest.id, problem });
  return toProblemResponse(problem, adapter.manifest);
}

/** The value of the first call, for every call. */
function once<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}
