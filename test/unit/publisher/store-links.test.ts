import { describe, expect, it } from 'vitest';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';
import { eventDefinitions } from '../../../shared/contract/index.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { linkPartition } from '../../../shared/table/links.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt } from '../../support/drafts.ts';
import { createMemoryItemStore } from '../../support/memory-item-store.ts';
import {
  createPublisher,
  id,
  messageOf,
  phone,
  scope,
  toItem,
  toRecord,
} from './links-in-memory.ts';

const dayMs = 86_400_000;

describe('two names of a user in one event', () => {
  it('are linked: one event about the user, and one about the conversation', async () => {
    const { publish, records, items } = createPublisher();
    expect(await publish(messageOf({ phone, id }))).toBeUndefined();
    const [merged, linked] = records();
    expect(items.items().flatMap((item) => item.publish?.N ?? [])).toEqual(['1', '1']);
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
    for (const messageId of ['wamid.B', 'wamid.C'])
      await other.publish(messageOf({ phone, id }, messageId), messageOf({ phone, id }));
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

  it('waits while the table refuses what follows for another name, and that is stored once', async () => {
    const { publish, items, merges } = createPublisher();
    await publish(messageOf({ phone, id: 'GB.9' }));
    items.refused.add(`${scope}#GB.9`);
    expect(await publish(messageOf({ phone, id: 'GB.1' }))).toBe('0');
    items.refused.clear();
    expect(await publish(messageOf({ phone, id: 'GB.1' }))).toBeUndefined();
    expect(merges().toSorted()).toEqual([`${phone} > GB.1`, `${phone} > GB.9`, 'GB.9 > GB.1']);
  });

  it('waits while the links cannot be read', async () => {
    const { publish, links, lines } = createPublisher();
    links.isDown = true;
    expect(await publish(messageOf({ phone, id }))).toBe('0');
    expect(lines).toContain('links not read');
    links.isDown = false;
    expect(await publish(messageOf({ phone, id }))).toBeUndefined();
  });

  const toNewUsers = (count: number) =>
    Array.from({ length: count }, (_, number) =>
      messageOf({ phone: String(447_700_900_000 + number), id: `GB.${number}` }, `wamid.${number}`),
    );
  const newUsers = toNewUsers(100);

  it('waits for connections: the links of a hundred new users are read some at a time', async () => {
    const { publish, reads, types } = createPublisher();
    expect(await publish(...newUsers)).toBeUndefined();
    expect(types()).toHaveLength(200);
    expect(reads.all).toBe(200);
    expect(reads.most).toBeGreaterThan(8);
    expect(reads.most).toBeLessThanOrEqual(40);
  });

  it('waits for connections, too, where each new link leads to a person with several names', async () => {
    const { publish, reads } = createPublisher();
    const withName = (name: number) =>
      Array.from({ length: 40 }, (_, person) =>
        messageOf(
          { phone: String(447_700_900_000 + person), id: `GB.${person * 10 + name}` },
          `wamid.${person}.${name}`,
        ),
      );
    for (const name of [1, 2, 3]) expect(await publish(...withName(name))).toBeUndefined();
    reads.most = 0;
    expect(await publish(...withName(4))).toBeUndefined();
    expect(reads.most).toBeGreaterThan(8);
    expect(reads.most).toBeLessThanOrEqual(40);
  });

  it('reads no more for each further user to whom a provider gives the number of all others', async () => {
    const { publish, reads, types } = createPublisher();
    const ofOneNumber = Array.from({ length: 60 }, (_, number) =>
      messageOf({ phone, id: `GB.${number}` }, `wamid.${number}`),
    );
    for (const draft of ofOneNumber.slice(0, 50)) expect(await publish(draft)).toBeUndefined();
    const before = { reads: reads.all, merges: types().filter((type) => type !== 'user.updated') };
    for (const draft of ofOneNumber.slice(50)) expect(await publish(draft)).toBeUndefined();
    expect(reads.all - before.reads).toBe(10);
    expect(types().filter((type) => type === 'user.updated')).toHaveLength(60);
    expect(types().filter((type) => type !== 'user.updated')).toEqual(before.merges);
  });

  it('says nothing of a conversation once too many names are behind the next ones', async () => {
    const { publish, merges } = createPublisher();
    const link = (number: number, otherPhone = phone) =>
      publish(messageOf({ phone: otherPhone, id: `GB.${number}` }));
    for (let number = 11; number < 20; number += 1) {
      await link(number, `4477009${number}000`);
      await link(number);
    }
    const before = merges();
    await link(10);
    expect(merges()).toEqual(before);
  });

  it('is published in the next invocation, when the time of this one ends between reads', async () => {
    const { publish, reads, ports, types, lines } = createPublisher();
    ports.hasTime = () => reads.all < 100;
    expect(await publish(...newUsers)).toBe('0');
    expect(reads.all).toBeLessThanOrEqual(140);
    expect(lines.filter((line) => line === 'links not read')).toHaveLength(1);
    ports.hasTime = () => true;
    expect(await publish(...newUsers)).toBeUndefined();
    expect(types()).toHaveLength(200);
  });

  it('is published at last, although no invocation has time for all new users of a batch', async () => {
    const { ports, reads, types } = createPublisher();
    const batch = toNewUsers(300).map((draft, index) => toRecord(toItem(draft), index));
    let next = 0;
    for (let invocation = 0; next < batch.length && invocation < 5; invocation += 1) {
      const before = reads.all;
      ports.hasTime = () => reads.all < before + 550;
      next = Number((await publishRecords(batch.slice(next), ports)) ?? batch.length);
    }
    expect(next).toBe(batch.length);
    expect(types()).toHaveLength(600);
  });

  it('waits together with all others of a batch while the table stores no link', async () => {
    const { publish, waits, items } = createPublisher();
    items.isDown = true;
    expect(await publish(...toNewUsers(600))).toBe('0');
    expect(waits).toEqual([100, 400, 1_600]);
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

  it('extends its link before the link expires, and not each time', async () => {
    const items = createMemoryItemStore();
    const days = 90;
    /** The expiry of both items of the link, in days after the first event. */
    const expiriesAfter = async (day: number) => {
      const at = new Date(Date.parse(receipt.receivedAt) + day * dayMs).toISOString();
      const record = toEventRecord(messageOf({ phone, id }, `wamid.${day}`), {
        ...receipt,
        receivedAt: at,
      });
      // Each event in an environment that remembers nothing.
      await createPublisher(items).publishRecord(
        toEventItem(record, {
          publish: true,
          expiresAtSeconds: Date.parse(at) / 1000 + days * (dayMs / 1000),
        }),
      );
      const links = items.items().filter(({ sk }) => sk?.S?.startsWith('link#'));
      return links.map(
        ({ expiresAt }) => (Number(expiresAt?.N) * 1000 - Date.parse(receipt.receivedAt)) / dayMs,
      );
    };
    expect(await expiriesAfter(0)).toEqual([180, 180]);
    expect(await expiriesAfter(45)).toEqual([180, 180]);
    expect(await expiriesAfter(46)).toEqual([226, 226]);
    expect(await expiriesAfter(90)).toEqual([226, 226]);
    expect(await expiriesAfter(91), 'a later one is not shortened').toEqual([226, 226]);
    expect(await expiriesAfter(30), 'nor by a replay').toEqual([226, 226]);
    expect(items.items()).toHaveLength(3);
  });

  it('waits for connections: the links of a hundred users are extended some at a time, while there is time', async () => {
    const receivedAtSeconds = Date.parse(receipt.receivedAt) / 1000;
    const recordsUntil = (expiresAtSeconds: number) =>
      newUsers.map((draft, index) => {
        const record = toEventRecord(draft, receipt);
        return toRecord(toEventItem(record, { publish: true, expiresAtSeconds }), index);
      });
    const { ports, items } = createPublisher();
    await publishRecords(recordsUntil(receivedAtSeconds + 9), ports);
    const later = createPublisher(items);
    await publishRecords(recordsUntil(receivedAtSeconds + 90), later.ports);
    expect(later.updates.most).toBeGreaterThan(8);
    expect(later.updates.most).toBeLessThanOrEqual(40);
    const late = createPublisher(items);
    late.ports.hasTime = () => false;
    expect(await publishRecords(recordsUntil(receivedAtSeconds + 900), late.ports)).toBe('0');
    expect(late.updates.most).toBe(0);
  });

  it('keeps its link for ever once event records do not expire any more', async () => {
    const items = createMemoryItemStore();
    const record = toEventRecord(messageOf({ phone, id }), receipt);
    const expiring = { publish: true, expiresAtSeconds: Date.parse(receipt.receivedAt) / 1000 + 9 };
    await createPublisher(items).publishRecord(toEventItem(record, expiring));
    await createPublisher(items).publishRecord(toEventItem(record, { publish: true }));
    const links = items.items().filter(({ sk }) => sk?.S?.startsWith('link#'));
    expect(links.map(({ expiresAt }) => expiresAt)).toEqual([undefined, undefined]);
  });
});

describe('a link that comes after an operator has undone another one', () => {
  const [byPhone, byId] = [`${scope}#${phone}`, `${scope}#GB.1`];
  const at = '2026-01-03T00:00:00.000Z';

  /** The phone and GB.1 were one person until `users unlink`; GB.2 is linked to GB.1. */
  async function createUnlinked() {
    const publisher = createPublisher();
    const { publish, items } = publisher;
    await publish(messageOf({ phone, id: 'GB.1' }));
    await publish(messageOf({ phone: '447700900124', id: 'GB.1' }, 'wamid.B'));
    await publish(messageOf({ phone: '447700900124', id: 'GB.2' }, 'wamid.C'));
    await items.insert([
      { pk: { S: byPhone }, sk: { S: 'unlink#GB.1' } },
      { pk: { S: byId }, sk: { S: `unlink#${phone}` } },
      { pk: { S: byPhone }, sk: { S: `merged#${phone}#${at}` } },
    ]);
    return publisher;
  }

  it('says again where a conversation belongs, although that was said before the decision', async () => {
    const { publish, merges, records } = await createUnlinked();
    const before = merges().length;
    await publish(messageOf({ phone, id: 'GB.2' }, 'wamid.D'));
    await publish(messageOf({ phone, id: 'GB.2' }, 'wamid.E'));
    expect(merges().slice(before)).toEqual([`${phone} > GB.1`]);
    const last = records()
      .filter((event) => event['detail-type'] === 'conversation.updated')
      .at(-1);
    // The message was written before the decision.
    expect(last?.detail.metadata.occurredAt).toBe('2026-01-03T00:00:00.001Z');
  });

  it('expires as late after the decision as a link after its event', async () => {
    const { publishRecord, items } = await createUnlinked();
    const record = toEventRecord(messageOf({ phone, id: 'GB.2' }, 'wamid.D'), receipt);
    const expiresAtSeconds = Date.parse(receipt.receivedAt) / 1000 + 90 * 86_400;
    await publishRecord(toEventItem(record, { publish: true, expiresAtSeconds }));
    const merged = items.items().find(({ sk }) => sk?.S === `merged#GB.1#${at}`);
    const decidedAtSeconds = Math.ceil(Date.parse('2026-01-03T00:00:00.001Z') / 1000);
    expect(merged?.expiresAt?.N).toBe(String(decidedAtSeconds + 180 * 86_400));
  });

  it('says nothing when the names stay two people', async () => {
    const { publish, merges } = await createUnlinked();
    const before = merges().length;
    await publish(messageOf({ phone, id: 'GB.1' }, 'wamid.D'));
    expect(merges()).toHaveLength(before);
  });
});
