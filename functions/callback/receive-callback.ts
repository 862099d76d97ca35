import type {
  CallbackRequest,
  ProviderAdapter,
  Verdict,
} from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { LogFields } from '../../shared/runtime/log.ts';
import type { EventRecord, PayloadObject } from '../../shared/table/event-record.ts';
import type { StoreOutcome } from '../../shared/table/event-store.ts';
import { parsePartitionKey } from '../../shared/table/keys.ts';
import { toErrorFields } from '../../shared/tributary-error.ts';
import type { CallbackPorts } from './ports.ts';
import { type CallbackResponse, toProblemResponse, toSuccessResponse } from './responses.ts';
import { type CallbackRecords, toEventRecords } from './to-event-records.ts';

/** No provider sends more than Meta's 3 MB; a Lambda function takes 6 MB in all. */
const maxBodyBytes = 4 * 1024 * 1024;

/**
 * Answers one callback: authenticate, parse, normalize, store, in this order.
 *
 * Guarantee: a success is answered only when every event of the delivery is durable. Nothing is
 * parsed and nothing is stored of a callback that is not authentic. Our own failure is a 503.
 * Never throws.
 */
export async function receiveCallback(
  request: CallbackRequest,
  provider: ProviderAdapter,
  ports: CallbackPorts,
): Promise<CallbackResponse> {
  try {
    return await response(request, provider, ports);
  } catch (error) {
    const fields = { provider: provider.manifest.id, ...toErrorFields(error) };
    ports.log.error('callback not stored', fields);
    return toProblemResponse('unavailable', provider.manifest);
  }
}

async function response(
  request: CallbackRequest,
  provider: ProviderAdapter,
  ports: CallbackPorts,
): Promise<CallbackResponse> {
  const { manifest } = provider;
  if (!manifest.methods.some((method) => method === request.method)) {
    return refuse('methodNotAllowed', provider, ports);
  }
  const { verdict, secret } = await authenticate(request, provider, ports);
  if (!verdict.authentic) return refuse('unauthorized', provider, ports);
  const challenge = provider.handshake?.(request, secret);
  if (challenge !== undefined) {
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: challenge };
  }
  if (request.body.byteLength > maxBodyBytes) return refuse('tooLarge', provider, ports);
  const delivery = normalizeBody(request, provider, verdict.connection, ports);
  if (delivery === undefined) {
    const problem = saysJson(request) ? 'malformed' : 'unsupportedMediaType';
    return refuse(problem, provider, ports);
  }
  const outcomes = await storeAll(delivery, ports);
  logCallback(manifest.id, delivery, outcomes, ports);
  return toSuccessResponse(manifest);
}

/** A mismatch may be a rotation that this function has not seen yet: fetch the secret once more. */
async function authenticate(
  request: CallbackRequest,
  provider: ProviderAdapter,
  ports: CallbackPorts,
): Promise<{ verdict: Verdict; secret: ProviderSecret }> {
  const secret = await ports.secrets.get();
  const verdict = provider.verify(request, secret);
  if (verdict.authentic) return { verdict, secret };
  const fresh = await ports.secrets.refresh();
  return fresh === undefined
    ? { verdict, secret }
    : { verdict: provider.verify(request, fresh), secret: fresh };
}

const utf8 = new TextDecoder();

function normalizeBody(
  request: CallbackRequest,
  provider: ProviderAdapter,
  connection: string | undefined,
  ports: CallbackPorts,
): CallbackRecords | undefined {
  const text = utf8.decode(request.body);
  const receipt = {
    provider: provider.manifest.id,
    receivedAt: ports.now().toISOString(),
    connection,
  };
  try {
    return toEventRecords({ text, headers: diagnosticHeaders(request) }, provider, receipt, {
      channels: ports.channels,
    });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What the payload bucket keeps beside a body that was not understood. None of them can hold a secret. */
const headersToKeep = ['content-type', 'content-encoding', 'user-agent'] as const;

function diagnosticHeaders({ headers }: CallbackRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    headersToKeep.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])),
  );
}

/** All of them are tried and awaited, so that nothing goes on after the answer. */
async function storeAll(
  { records, unmapped }: CallbackRecords,
  ports: CallbackPorts,
): Promise<readonly StoreOutcome[]> {
  const outcomes = await settle(records.map((record) => storeRecord(record, ports)));
  await settle(unmapped.map((object) => keep(object, ports)));
  return outcomes;
}

/** @throws what the first of them was rejected with, when all are settled */
async function settle<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** What the event record points at is durable before the event record is. */
async function storeRecord(record: EventRecord, ports: CallbackPorts): Promise<StoreOutcome> {
  if (record.payload) await keep(record.payload, ports);
  return ports.records.store(record);
}

function keep({ key, content }: PayloadObject, ports: CallbackPorts): Promise<void> {
  return ports.payloads.keep(key, content);
}

function saysJson(request: CallbackRequest): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '');
}

function refuse(
  problem: Parameters<typeof toProblemResponse>[0],
  provider: ProviderAdapter,
  ports: CallbackPorts,
): CallbackResponse {
  ports.log.warn('callback refused', { provider: provider.manifest.id, problem });
  return toProblemResponse(problem, provider.manifest);
}

/**
 * One line a delivery, since a line an event record would cost more than the function. The stack's metric
 * filters count its fields; a count of 0 says nothing and is not written. The id is of the first
 * event; where something conflicts, of the first event that does, with its place in the table.
 */
function logCallback(
  provider: string,
  { records, unmapped }: CallbackRecords,
  outcomes: readonly StoreOutcome[],
  ports: CallbackPorts,
): void {
  const countOf = (outcome: StoreOutcome) => outcomes.filter((it) => it === outcome).length;
  const counts = {
    received: records.length + unmapped.length,
    stored: countOf('stored'),
    duplicate: countOf('duplicate'),
    alternate: countOf('alternate'),
    conflict: countOf('conflict'),
    quarantined: records.filter(({ quarantine }) => quarantine !== undefined).length,
    unmapped: unmapped.length,
  };
  const told = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  const conflicting = records[outcomes.indexOf('conflict')];
  if (conflicting) ports.log.warn('callback', { provider, ...nameRecord(conflicting), ...told });
  else ports.log.info('callback', { provider, id: records[0]?.event.detail.metadata.id, ...told });
}

/** Where to find an event record. A partition key is told only of messages: others may be a phone number. */
function nameRecord({ key, event }: EventRecord): LogFields<'callback'> {
  const { id, type } = event.detail.metadata;
  return { id, type, ...(parsePartitionKey(key.pk)?.kind === 'message' && { pk: key.pk }) };
}
