import type { DynamoDBRecord } from 'aws-lambda';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { toErrorFields } from '../../shared/tributary-error.ts';
import { toBatches } from './batches.ts';
import type { AliasStore, DeadLetterStore, EventBus, PublishOutcome } from './ports.ts';
import { readRecord } from './read-record.ts';

export interface PublisherPorts {
  readonly bus: EventBus;
  readonly aliases: AliasStore;
  readonly deadLetters: DeadLetterStore;
  readonly log: Log;
  readonly waitMs: (ms: number) => Promise<void>;
}

/** An event record on its way: the event, and the stream record that it came with. */
interface Pending {
  readonly sequenceNumber: string;
  readonly pk: string;
  readonly record: DynamoDBRecord;
  readonly event: TributaryEvent;
  readonly expiresAtSeconds?: number | undefined;
}

/**
 * Puts the event records of a batch of stream records on the bus, in stream order.
 *
 * Guarantee: every record before the returned one is published or, when the bus can never take it,
 * whole in the payload bucket. Work stops at the first record that is neither, because Lambda sends
 * everything from there on again: so the event records of a message keep their order, and a fault repeats
 * as few events as can be. Not guaranteed: exactly once; subscribers know a repeat by `metadata.id`.
 *
 * @returns sequence number of the first record that must come again; `undefined` when all are done.
 *   Never throws.
 */
export async function publishRecords(
  records: readonly DynamoDBRecord[],
  ports: PublisherPorts,
): Promise<string | undefined> {
  let next = records[0]?.dynamodb?.SequenceNumber;
  try {
    const pending = await keepUndecodable(records, ports);
    for (const batch of toBatches(pending)) {
      next = batch[0]?.sequenceNumber;
      const unpublished = await publishBatch(batch, ports);
      if (unpublished !== undefined) return unpublished.sequenceNumber;
    }
    ports.log.info('published', { records: records.length, events: pending.length });
    return undefined;
  } catch (error) {
    ports.log.error('batch not finished', toErrorFields(error));
    return next;
  }
}

/** @returns the records that hold an event; what cannot be decoded is in the payload bucket then */
async function keepUndecodable(
  records: readonly DynamoDBRecord[],
  ports: PublisherPorts,
): Promise<readonly Pending[]> {
  const pending: Pending[] = [];
  for (const record of records) {
    const read = readRecord(record);
    if (read.kind === 'event') pending.push({ ...read, record });
    if (read.kind === 'undecodable') {
      await ports.deadLetters.keep(read.sequenceNumber, record);
      ports.log.error('record not decodable', { sequenceNumber: read.sequenceNumber });
    }
  }
  return pending;
}

/** How long to wait before each further offer of what the bus did not take. */
const backOffMs = [100, 400, 1_600];

/** @returns the first item that is not on the bus; all before it are */
async function publishBatch(
  batch: readonly Pending[],
  ports: PublisherPorts,
): Promise<Pending | undefined> {
  for (const item of batch) await storeAliasOf(item, ports);
  let left = await offer(batch, ports);
  for (const ms of backOffMs) {
    if (left.length === 0) return undefined;
    await ports.waitMs(ms);
    left = await offer(left, ports);
  }
  if (left.length > 0) ports.log.error('events not published', { events: left.length });
  return left[0];
}

/** @returns what must be offered again, in order */
async function offer(
  batch: readonly Pending[],
  ports: PublisherPorts,
): Promise<readonly Pending[]> {
  const outcomes = await publishOrFail(batch, ports);
  for (const [index, item] of batch.entries()) {
    if (outcomes[index] !== 'rejected') continue;
    await ports.deadLetters.keep(item.sequenceNumber, item.record);
    ports.log.error('event rejected by the bus', { id: item.event.detail.metadata.id });
  }
  return batch.filter((_item, index) => (outcomes[index] ?? 'failed') === 'failed');
}

/** The bus out of reach is an outage, not poison: everything is offered again. */
async function publishOrFail(
  batch: readonly Pending[],
  ports: PublisherPorts,
): Promise<readonly PublishOutcome[]> {
  try {
    return await ports.bus.publish(batch.map(({ event }) => event));
  } catch (error) {
    ports.log.error('bus not reached', { ...toErrorFields(error), events: batch.length });
    return batch.map(() => 'failed');
  }
}

/** The alias is written here and not while a provider waits for its answer. */
async function storeAliasOf(
  { event, expiresAtSeconds }: Pending,
  ports: PublisherPorts,
): Promise<void> {
  if (event['detail-type'] !== 'message.received' && event['detail-type'] !== 'message.sent')
    return;
  const { metadata, data } = event.detail;
  const { id, providerMessageId } = data.message;
  if (providerMessageId === undefined) return;
  await ports.aliases.storeAlias({
    provider: metadata.provider,
    providerMessageId,
    messageId: id,
    expiresAtSeconds,
  });
}
