import type { CallbackRequest, Provider, Verdict } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { Fact, VaultObject } from '../../shared/table/event-record.ts';
import { toErrorFields } from '../../shared/tributary-error.ts';
import type { CallbackPorts, LogFields, StoreOutcome } from './ports.ts';
import { type CallbackAnswer, toProblemAnswer, toSuccessAnswer } from './responses.ts';
import { type DeliveryFacts, toFacts } from './to-event-records.ts';

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
  provider: Provider,
  ports: CallbackPorts,
): Promise<CallbackAnswer> {
  try {
    return await answer(request, provider, ports);
  } catch (error) {
    const fields = { provider: provider.manifest.id, ...toErrorFields(error) };
    ports.log.error('callback not stored', fields);
    return toProblemAnswer('unavailable', provider.manifest);
  }
}

async function answer(
  request: CallbackRequest,
  provider: Provider,
  ports: CallbackPorts,
): Promise<CallbackAnswer> {
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
  const delivery = readFacts(request, provider, verdict.connection, ports);
  if (delivery === undefined) {
    const problem = saysJson(request) ? 'malformed' : 'unsupportedMediaType';
    return refuse(problem, provider, ports);
  }
  const outcomes = await storeAll(delivery, ports);
  logDelivery(manifest.id, delivery, outcomes, ports);
  return toSuccessAnswer(manifest);
}

/** A mismatch may be a rotation that this function has not seen yet: fetch the secret once more. */
async function authenticate(
  request: CallbackRequest,
  provider: Provider,
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

function readFacts(
  request: CallbackRequest,
  provider: Provider,
  connection: string | undefined,
  ports: CallbackPorts,
): DeliveryFacts | undefined {
  const text = utf8.decode(request.body);
  const receipt = {
    provider: provider.manifest.id,
    receivedAt: ports.now().toISOString(),
    connection,
  };
  try {
    return toFacts({ text, headers: keptHeaders(request) }, provider, receipt, {
      channels: ports.channels,
    });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What the vault keeps beside a body that was not understood. None of them can hold a secret. */
const headersToKeep = ['content-type', 'content-encoding', 'user-agent'] as const;

function keptHeaders({ headers }: CallbackRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    headersToKeep.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])),
  );
}

/** All of them are tried and awaited, so that nothing goes on after the answer. */
async function storeAll(
  { facts, kept }: DeliveryFacts,
  ports: CallbackPorts,
): Promise<readonly StoreOutcome[]> {
  const outcomes = await settle(facts.map((fact) => storeFact(fact, ports)));
  await settle(kept.map((object) => keep(object, ports)));
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

/** What the fact points at is durable before the fact is. */
async function storeFact(fact: Fact, ports: CallbackPorts): Promise<StoreOutcome> {
  if (fact.vaulted) await keep(fact.vaulted, ports);
  return ports.facts.store(fact);
}

function keep({ key, content }: VaultObject, ports: CallbackPorts): Promise<void> {
  return ports.vault.keep(key, content);
}

function saysJson(request: CallbackRequest): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '');
}

function refuse(
  problem: Parameters<typeof toProblemAnswer>[0],
  provider: Provider,
  ports: CallbackPorts,
): CallbackAnswer {
  ports.log.warn('callback refused', { provider: provider.manifest.id, problem });
  return toProblemAnswer(problem, provider.manifest);
}

/**
 * One line a delivery, since a line a fact would cost more than the function. The stack's metric
 * filters count its fields; a count of 0 says nothing and is not written. The id is of the first
 * event; where something conflicts, of the first event that does, with its place in the table.
 */
function logDelivery(
  provider: string,
  { facts, kept }: DeliveryFacts,
  outcomes: readonly StoreOutcome[],
  ports: CallbackPorts,
): void {
  const countOf = (outcome: StoreOutcome) => outcomes.filter((it) => it === outcome).length;
  const counts = {
    received: facts.length + kept.length,
    stored: countOf('stored'),
    duplicate: countOf('duplicate'),
    retold: countOf('retold'),
    conflict: countOf('conflict'),
    quarantined: facts.filter(({ quarantine }) => quarantine !== undefined).length,
    kept: kept.length,
  };
  const told = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  const conflicting = facts[outcomes.indexOf('conflict')];
  if (conflicting) ports.log.warn('delivery', { provider, ...nameFact(conflicting), ...told });
  else ports.log.info('delivery', { provider, id: facts[0]?.event.detail.metadata.id, ...told });
}

/** Where to find a fact. A partition key is told only of messages: others may be a phone number. */
function nameFact({ key, event }: Fact): LogFields {
  const { id, type } = event.detail.metadata;
  return { id, type, ...(key.pk.startsWith('message#') && { pk: key.pk }) };
}
