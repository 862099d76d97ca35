import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import {
  eventDefinitions,
  type TributaryEvent,
  type User,
} from '../../../shared/contract/index.ts';
import { type EventItem, readEvent, toEventItem } from '../../../shared/table/event-item.ts';
import { linkPartition } from '../../../shared/table/links.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { createMemoryDeadLetterStore } from '../../support/memory-dead-letter-store.ts';
import { createMemoryEventBus } from '../../support/memory-event-bus.ts';
import { createMemoryItemStore } from '../../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../../support/memory-link-store.ts';

const phone = '447700900123';
const id = 'GB.13491208655302741918';
const scope = 'whatsapp#15550100001';

/** A publisher on a table in memory. */
function createPublisher(items = createMemoryItemStore()) {
  const bus = createMemoryEventBus();
  const links = createMemoryLinkStore(items);
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line);
  const ports = {
    bus,
    items,
    links,
    deadLetters: createMemoryDeadLetterStore(),
    log: { info: note, warn: note, error: note },
    waitMs: async () => {},
    hasTime: () => true,
    finished: new Set<string>(),
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
    bus,
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

function messageOf(user: User, messageId = 'wamid.A'): EventDraft<'message.received'> {
  const draft = textMessage({ id: messageId });
  return { ...draft, data: { message: { ...draft.data.message, user } } };
}

function toItem(draft: EventDraft): EventItem {
  return toEventItem(toEventRecord(draft, receipt), { publish: true });
}

function toRecord(NewImage: EventItem, index: number): DynamoDBRecord {
  const SequenceNumber = String(index);
  return {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber, NewImage },
  } as unknown as DynamoDBRecord;
}

describe('two names of a user in one event', () => {
  it('are linked: one event about the user, and one about the conversation', async () => {
    const { publish, records } = createPublisher();
    expect(await publish(messageOf({ phone, id }))).toBeUndefined();
    const [merged, linked] = records();
    expect(linked).toMatchObject({
      'detail-type': 'user.updated',
      detail: {
        metadata: { provider: 'incs', channel: 'whatsapp', occurredAt: '2026-01-02T03:04:05.000Z' },
        data: {
          user: { phone, id },
          business: { phone: '15550100001' },
          aspect: 'identity',
          current: id,
          reason: 'message.received has both names',
          link: { names: [id, phone], state: 'linked' },
        },
      },
    });
    expect(merged?.detail.data).toEqual({
      conversation: { key: `${scope}#${phone}` },
      business: { phone: '15550100001' },
      user: { phone },
      aspect: 'merged',
      change: 'linked',
      current: `${scope}#${id}`,
    });
    for (const event of records()) {
      const { detail } = eventDefinitions[event['detail-type']];
      expect(detail.safeParse(event.detail).error).toBeUndefined();
    }
  });

  it('are in the partition of each name, where readers find the other', async () => {
    const { publish, items } = createPublisher();
    await publish(messageOf({ phone, id }));
    expect(items.items().map(({ pk, sk }) => `${pk?.S} ${sk?.S}`)).toEqual([
      `${scope}#${phone} link#${id}`,
      `${scope}#${phone} merged#${id}`,
      `${scope}#${id} link#${phone}`,
    ]);
  });

  it('cost no call and no item when they are known', async () => {
    const { publish, items, links } = createPublisher();
    await publish(messageOf({ phone, id }));
    items.calls.length = 0;
    links.calls.length = 0;
    await publish(messageOf({ phone, id }, 'wamid.B'), messageOf({ phone }, 'wamid.C'));
    expect({ items: items.calls, links: links.calls }).toEqual({ items: [], links: [] });
  });

  it('cost one read in an environment that does not know them, and are not stored again', async () => {
    const { publish, items } = createPublisher();
    await publish(messageOf({ phone, id }));
    items.calls.length = 0;
    const other = createPublisher(items);
    await other.publish(messageOf({ phone, id }, 'wamid.B'), messageOf({ phone, id }, 'wamid.C'));
    expect({ items: items.calls, links: other.links.calls }).toEqual({ items: [], links: [1] });
  });

  it('join two ids that were known, and say of every name where it belongs', async () => {
    const { publish, merges } = createPublisher();
    await publish(messageOf({ phone, id: 'GB.9' }));
    await publish(messageOf({ phone, id: 'GB.1' }, 'wamid.B'));
    expect(merges()).toEqual([`${phone} > GB.9`, 'GB.9 > GB.1', `${phone} > GB.1`]);
    const other = createPublisher();
    await other.publish(messageOf({ phone, id: 'GB.1' }), messageOf({ phone, id: 'GB.9' }, 'B'));
    expect(other.merges()).toEqual([`GB.9 > GB.1`, `${phone} > GB.1`]);
  });

  it('are linked within one business only', async () => {
    const { publish, items } = createPublisher();
    await publish(messageOf({ phone, id }));
    const pks = items.items().map(({ pk }) => pk?.S);
    expect(pks).not.toContain(linkPartition('whatsapp#15550100002', phone));
  });

  it('are not linked when one of them may be of many people', async () => {
    const { publish, items } = createPublisher();
    await publish(messageOf({ phone, id: 'ada.example', username: 'ada.example' }));
    await publish(messageOf({ id: 'PHONE-NUMBER', parentId: 'GB.ENT.1' }));
    expect(items.items()).toEqual([]);
  });
});

describe('an event with two names', () => {
  it('is published when its link is in the table, and not before', async () => {
    const { publish, items, bus } = createPublisher();
    items.isDown = true;
    expect(await publish(messageOf({ phone: '447700900124' }, 'a'), messageOf({ phone, id }))).toBe(
      '1',
    );
    expect(bus.published).toHaveLength(1);
    items.isDown = false;
    expect(await publish(messageOf({ phone, id }))).toBeUndefined();
    expect(items.items()).toHaveLength(3);
  });

  it.each([`${scope}#${phone}`, `${scope}#${id}`])(
    'waits while the table refuses an item of the partition %s, and everything is stored once',
    async (partition) => {
      const { publish, items, types } = createPublisher();
      items.refused.add(partition);
      expect(await publish(messageOf({ phone, id }))).toBe('0');
      items.refused.clear();
      expect(await publish(messageOf({ phone, id }))).toBeUndefined();
      expect(types().toSorted()).toEqual(['conversation.updated', 'user.updated']);
      expect(items.items()).toHaveLength(3);
    },
  );

  it('waits while the links cannot be read', async () => {
    const { publish, links, lines } = createPublisher();
    links.isDown = true;
    expect(await publish(messageOf({ phone, id }))).toBe('0');
    expect(lines).toContain('links not read');
    links.isDown = false;
    expect(await publish(messageOf({ phone, id }))).toBeUndefined();
  });

  it('expires a retention before its link does', async () => {
    const { publishRecord, items } = createPublisher();
    const receivedAtSeconds = Date.parse(receipt.receivedAt) / 1000;
    const expiresAtSeconds = receivedAtSeconds + 90 * 86_400;
    const record = toEventRecord(messageOf({ phone, id }), receipt);
    await publishRecord(toEventItem(record, { publish: true, expiresAtSeconds }));
    const expected = String(receivedAtSeconds + 180 * 86_400);
    expect(items.items().map(({ expiresAt }) => expiresAt?.N)).toEqual(Array(3).fill(expected));
  });
});
