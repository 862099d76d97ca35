import type { DynamoDBRecord } from 'aws-lambda';
import type { BusEntry, PublishOutcome } from '../../../functions/publisher/ports.ts';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import { type EventItem, toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { createMemoryDeadLetterStore } from '../../support/memory-dead-letter-store.ts';
import { createMemoryEventBus } from '../../support/memory-event-bus.ts';
import { createMemoryItemStore } from '../../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../../support/memory-link-store.ts';

/** The publisher's ports in memory; the first calls to the bus go as `script` says. */
export function createPorts(script: readonly (readonly PublishOutcome[])[] = []) {
  const bus = createMemoryEventBus(script);
  const items = createMemoryItemStore();
  const deadLetters = createMemoryDeadLetterStore();
  const waits: number[] = [];
  const waitMs = async (ms: number) => void waits.push(ms);
  const lines: string[] = [];
  const note = (message: string) => void lines.push(message);
  const log = { info: note, warn: note, error: note };
  const time = { isLeft: true };
  const hasTime = () => time.isLeft;
  const finished = new Set<string>();
  const links = createMemoryLinkStore(items);
  const ports = { bus, items, links, deadLetters, log, waitMs, hasTime, finished };
  return {
    ports,
    bus,
    items,
    deadLetters,
    waits,
    time,
    /** The messages of the log's lines. */
    lines,
    /** Ids of the messages that each call offered to the bus. */
    calls: () => bus.calls.map((entries) => entries.map(messageId)),
  };
}

export function messageId({ detail }: BusEntry): string {
  const { data } = JSON.parse(detail);
  return data.message?.id ?? data.messageId;
}

export function toStreamRecord(
  sequenceNumber: string,
  NewImage: Partial<EventItem>,
): DynamoDBRecord {
  const dynamodb = { SequenceNumber: sequenceNumber, NewImage };
  const eventID = `of ${sequenceNumber}`;
  // The item in the SDK's form has its bytes as bytes, and the stream's as base64; none is read here.
  return { eventID, eventName: 'INSERT', dynamodb } as unknown as DynamoDBRecord;
}

export function toRecord(
  sequenceNumber: string,
  draft: EventDraft = textMessage({ id: sequenceNumber }),
): DynamoDBRecord {
  const item = toEventItem(toEventRecord(draft, receipt), { publish: true });
  return toStreamRecord(sequenceNumber, item);
}

/** Records of text messages with these ids, which are their sequence numbers too. */
export function toRecords(ids: readonly string[]): readonly DynamoDBRecord[] {
  return ids.map((id) => toRecord(id));
}

export function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `m${index}`);
}

export function withSecondId(providerMessageId: string, id = 'wamid.A') {
  const draft = textMessage({ id });
  return { ...draft, data: { message: { ...draft.data.message, providerMessageId } } };
}
