import type { DynamoDBRecord } from 'aws-lambda';
import { isMessageEvent } from '../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { toErrorFields } from '../../shared/tributary-error.ts';
import { toBatches } from './batches.ts';
import type { AliasStore, BusEntry, DeadLetterStore, EventBus, PublishOutcome } from './ports.ts';
import { readRecord, readSequenceNumber } from './read-record.ts';

/** Everything that the publisher touches outside of itself. */
export interface PublisherPorts {
  readonly bus: EventBus;
  readonly aliases: AliasStore;
  readonly deadLetters: DeadLetterStore;
  readonly log: Log;
  readonly waitMs: (ms: number) => Promise<void>;
}

/** An event record on its way: what goes to the bus, and the stream record that it came with. */
interface Pending {
  readonly sequenceNumber: string;
  readonly pk: string;
  readonly record: DynamoDBRecord;
  readonly entry: BusEntry;
  readonly event: TributaryEvent;
  readonly expiresAtSeconds?: number | undefined;
}

/**
 * Puts the event records of a batch of stream records on the bus, in stream order.
 *
 * Guarantees: every record before the returned one is published or, when the bus can never take it,
 * stored in full in the payload bucket; the bus receives `detail` as it is stored. Work stops at the
 * first record that is neither, because Lambda repeats everything from there on: so the event records
 * of a message keep their order, and a fault repeats as few events as possible. Not guaranteed:
 * exactly once; subscribers recognize a repeat by `metadata.id`.
 *
 * @returns sequence number of the first record that Lambda must repeat; `undefined` when all are done
 * @throws {TributaryError} `event_unreadable` when the first record has no sequence number, and there
 *   is nothing to return: Lambda then repeats the whole batch. Throws nothing else.
 */
export async function publishRecords(
  records: readonly DynamoDBRecord[],
  ports: PublisherPorts,
): Promise<string | undefined> {
  const [first] = records;
  let next = first && readSequenceNumber(first);
  try {
    const pending = await readPending(records, ports);
    for (const batch of toBatches(pending)) {
      next = batch[0]?.sequenceNumber;
      const unpublished = await publishBatch(batch, ports);
      if (unpublished !== undefined) return unpublished.sequenceNumber;
    }
    ports.log.info('batch published', { records: records.length, events: pending.length });
    return undefined;
  } catch (error) {
    ports.log.error('batch not finished', toErrorFields(error));
    return next;
  }
}

/** Reads the records that hold an event. Those that cannot be decoded become dead letters. */
async function readPending(
  records: readonly DynamoDBRecord[],
  ports: PublisherPorts,
): Promise<readonly Pending[]> {
  const pending: Pending[] = [];
  for (const record of records) {
    const read = readRecord(record);
    if (read.kind === 'event') pending.push({ ...read, record });
    if (read.kind === 'undecodable') {
      await ports.deadLetters.store(read.sequenceNumber, record);
      ports.log.error('record undecodable', { sequenceNumber: read.sequenceNumber });
    }
  }
  return pending;
}

/** How long to wait before each repeat of the entries that the bus did not accept. */
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
    await ports.deadLetters.store(item.sequenceNumber, item.record);
    ports.log.error('event rejected', { id: item.event.detail.metadata.id });
  }
  return batch.filter((_item, index) => (outcomes[index] ?? 'failed') === 'failed');
}

/** When the bus cannot be reached, that is an outage and not poison: everything is offered again. */
async function publishOrFail(
  batch: readonly Pending[],
  ports: PublisherPorts,
): Promise<readonly PublishOutcome[]> {
  try {
    return await ports.bus.publish(batch.map(({ entry }) => entry));
  } catch (error) {
    ports.log.error('bus unreachable', { ...toErrorFields(error), events: batch.length });
    return batch.map(() => 'failed');
  }
}

/** The alias is written here, so that the provider does not wait for it. */
async function storeAliasOf(
  { event, expiresAtSeconds }: Pending,
  ports: PublisherPorts,
): Promise<void> {
  if (!isMessageEvent(event)) return;
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
