import type { DynamoDBRecord } from 'aws-lambda';
import type { ItemAttributes } from '../../shared/table/event-item.ts';
import type { RecordKey } from '../../shared/table/keys.ts';
import { toErrorFields } from '../../shared/tributary-error.ts';
import { insertItems, toItemKey } from './insert-items.ts';
import type { PublisherPorts } from './ports.ts';
import { publishInLanes } from './publish-in-lanes.ts';
import { type Outgoing, readRecord, readSequenceNumber } from './read-record.ts';
import { storeLinks } from './store-links.ts';

/** The most finished records that an execution environment remembers: those of some batches. */
const maxFinished = 10_000;

/**
 * Puts the event records of a batch of stream records on the bus.
 *
 * Guarantees: every record before the returned one is published or, when the bus can never take it,
 * stored in full in the payload bucket; the bus receives `detail` as it is stored. The event records
 * of a message keep their order, and the items beside an event and the links that it shows are in the
 * table before it is published. A failure stops the work, because Lambda repeats everything from the returned record on;
 * what is finished behind it is remembered, and skipped when it comes again. Not guaranteed: exactly
 * once; subscribers recognize a repeat by `metadata.id`.
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
  const firstNumber = first && readSequenceNumber(first);
  const { finished, log } = ports;
  try {
    const events = await readEvents(records, ports);
    const withItems = await storeItemsBeside(events, ports);
    const done = await publishInLanes(await storeLinks(withItems, ports), ports);
    const left = events.filter((event) => !done.has(event));
    if (done.size > 0 || left.length === 0) {
      log.info('batch published', { records: records.length, events: done.size });
    }
    const [next] = left;
    if (next === undefined) return undefined;
    log.error('events not published', { events: left.length });
    remember(finished, done);
    return next.sequenceNumber;
  } catch (error) {
    log.error('batch not finished', toErrorFields(error));
    return firstNumber;
  }
}

/**
 * Reads the records that hold an event and are not finished. Those that cannot be decoded become dead
 * letters.
 */
async function readEvents(
  records: readonly DynamoDBRecord[],
  ports: PublisherPorts,
): Promise<readonly Outgoing[]> {
  const { finished, deadLetters, log } = ports;
  const events: Outgoing[] = [];
  for (const record of records) {
    const read = readRecord(record, ports);
    if (read.kind === 'event' && !finished.has(record.eventID ?? '')) events.push(read.outgoing);
    if (read.kind === 'undecodable') {
      await deadLetters.store(read.sequenceNumber, record);
      log.error('record undecodable', { sequenceNumber: read.sequenceNumber });
    }
  }
  return events;
}

/**
 * Stores the items beside events. Of items with one key the first stays.
 *
 * @param events in stream order
 * @returns the events before the first one of which the table may lack an item
 */
async function storeItemsBeside(
  events: readonly Outgoing[],
  ports: PublisherPorts,
): Promise<readonly Outgoing[]> {
  const { known } = ports.links;
  const isUnknown = (item: ItemAttributes) => !known.has(toItemKey(item));
  await findListItems(events, ports);
  const unknown = events
    .flatMap(({ sharedItems, listItems }) => [...sharedItems, ...listItems])
    .filter(isUnknown);
  const isStored = await insertItems(
    [...events.flatMap(({ itemsBeside }) => itemsBeside), ...unknown],
    ports,
  );
  for (const item of unknown) if (isStored(item)) known.add(toItemKey(item));
  const end = events.findIndex(
    ({ itemsBeside, sharedItems, listItems }) =>
      ![...itemsBeside, ...sharedItems, ...listItems].every(isStored),
  );
  return end < 0 ? events : events.slice(0, end);
}

/**
 * Remembers the list items that the table has. A read costs a tenth of an insertion that fails, and each of
 * several environments needs most of these items after another one has stored them.
 */
async function findListItems(
  events: readonly Outgoing[],
  { links: { known, findKnown } }: PublisherPorts,
): Promise<void> {
  const unknown = new Map<string, RecordKey>();
  for (const item of events.flatMap(({ listItems }) => listItems)) {
    const id = toItemKey(item);
    if (!known.has(id)) unknown.set(id, { pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' });
  }
  if (unknown.size === 0) return;
  for (const id of (await findKnown([...unknown.values()])).keys()) known.add(id);
}

/** Adds to the finished records, and forgets the oldest. */
function remember(finished: Set<string>, done: Iterable<Outgoing>): void {
  for (const { record } of done) if (record.eventID) finished.add(record.eventID);
  for (const id of finished) {
    if (finished.size <= maxFinished) return;
    finished.delete(id);
  }
}
