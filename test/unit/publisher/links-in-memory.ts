import type { DynamoDBRecord } from 'aws-lambda';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { TributaryEvent, User } from '../../../shared/contract/index.ts';
import { type EventItem, readEvent, toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { createMemoryDeadLetterStore } from '../../support/memory-dead-letter-store.ts';
import { createMemoryEventBus } from '../../support/memory-event-bus.ts';
import { createMemoryItemStore } from '../../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../../support/memory-link-store.ts';

export const phone = '447700900123';
export const id = 'GB.13491208655302741918';
/** The business and the channel of all messages. */
export const scope = 'whatsapp#15550100001';

/** A publisher on a table in memory. */
export function createPublisher(items = createMemoryItemStore()) {
  const bus = createMemoryEventBus();
  const links = createMemoryLinkStore(items);
  const lines: string[] = [];
  const waits: number[] = [];
  const note = (line: string) => void lines.push(line);
  const ports = {
    bus,
    items,
    links,
    deadLetters: createMemoryDeadLetterStore(),
    log: { info: note, warn: note, error: note },
    waitMs: async (ms: number) => void waits.push(ms),
    hasTime: () => true,
    finished: new Set<string>(),
  };
  /** Reads of partitions: under way now, and the most of them at the same time. */
  const reads = { underWay: 0, most: 0, all: 0 };
  const { readSortKeys } = links;
  links.readSortKeys = async (pk) => {
    reads.underWay += 1;
    reads.all += 1;
    reads.most = Math.max(reads.most, reads.underWay);
    await new Promise(setImmediate);
    reads.underWay -= 1;
    return readSortKeys(pk);
  };
  /** Updates of items, of which `extend` makes one for each key. */
  const updates = { underWay: 0, most: 0 };
  const { extend } = links;
  links.extend = async (keys, expiresAtSeconds) => {
    updates.underWay += keys.length;
    updates.most = Math.max(updates.most, updates.underWay);
    await new Promise(setImmediate);
    updates.underWay -= keys.length;
    return extend(keys, expiresAtSeconds);
  };
  const records = () =>
    items.items().flatMap((item) => {
      const event = readEvent(item);
      return event === undefined ? [] : [event];
    });
  return {
    items,
    links,
    lines,
    waits,
    bus,
    reads,
    updates,
    ports,
    publish: (...drafts: readonly EventDraft[]) =>
      publishRecords(
        drafts.map((draft, index) => toRecord(toItem(draft), index)),
        ports,
      ),
    publishRecord: (item: EventItem) => publishRecords([toRecord(item, 0)], ports),
    records,
    types: () => records().map((event) => event['detail-type']),
    merges: () => records().flatMap(toMerge),
  };
}

function toMerge(event: TributaryEvent): readonly string[] {
  if (event['detail-type'] !== 'conversation.updated') return [];
  const { conversation, current } = event.detail.data;
  return [`${nameOf(conversation.key)} > ${nameOf(current)}`];
}

const nameOf = (key = '') => key.slice(scope.length + 1);

export function messageOf(user: User, messageId = 'wamid.A'): EventDraft<'message.received'> {
  const draft = textMessage({ id: messageId });
  return { ...draft, data: { message: { ...draft.data.message, user } } };
}

export function toItem(draft: EventDraft): EventItem {
  return toEventItem(toEventRecord(draft, receipt), { publish: true });
}

export function toRecord(NewImage: EventItem, index: number): DynamoDBRecord {
  const SequenceNumber = String(index);
  return {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber, NewImage },
  } as unknown as DynamoDBRecord;
}
