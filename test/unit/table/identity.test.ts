import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { JsonValue } from '../../../shared/json.ts';
import {
  conversationPartition,
  quarantineDayPartitions,
} from '../../../shared/table/index-keys.ts';
import { eventId, recordKey } from '../../../shared/table/record-key.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import {
  capturedPayment,
  deliveredStatus,
  endedCall,
  receipt,
  textMessage,
} from '../../support/drafts.ts';

const templateChange = (
  over: Partial<EventDraft<'template.status.updated'>> & { readonly id?: string } = {},
): EventDraft<'template.status.updated'> => ({
  type: 'template.status.updated',
  providerEvent: 'template_status_update',
  account: { wabaId: '100000000000001' },
  occurredAt: '2026-01-02T03:04:05.000Z',
  data: {
    template: { id: over.id, name: 'welcome', language: 'en' },
    current: 'APPROVED',
  },
  item: { event: 'APPROVED' },
  ...over,
});

const ban = (date: string): EventDraft<'account.updated'> => ({
  type: 'account.updated',
  providerEvent: 'account_update',
  data: { account: { id: '100000000000001' }, current: 'DISABLED_UPDATE' },
  item: { event: 'DISABLED_UPDATE', date },
});

const keyOf = (draft: EventDraft) => recordKey('incs', draft, '2026-01-02');

/** Frozen: subscribers deduplicate by it. */
const approvedHash = '9a254763e53c28199e73ef823bac51eb';

describe('the key of an event record', () => {
  it.each([
    ['message', textMessage(), 'message#incs#wamid.A', 'message'],
    ['status', deliveredStatus(), 'message#incs#wamid.A', 'status#delivered'],
    [
      'template by id',
      templateChange({ id: '77' }),
      'template#incs#77',
      `status#2026-01-02T03:04:05.000Z#${approvedHash}`,
    ],
    [
      'template by name, within its account',
      templateChange(),
      'template#incs#100000000000001/welcome/en',
      `status#2026-01-02T03:04:05.000Z#${approvedHash}`,
    ],
  ] as const)('of a %s is the thing and what happened to it', (_name, draft, pk, sk) => {
    expect(recordKey('incs', draft, '2026-01-02')).toEqual({ pk, sk });
  });

  it('of a group status names the participant', () => {
    const draft = deliveredStatus();
    const data = { ...draft.data, participant: { phone: '447700900124' } };
    expect(recordKey('incs', { ...draft, data }, '2026-01-02').sk).toBe(
      'status#delivered#447700900124',
    );
  });

  it('of a change is its thing, its time and the item of the provider, and no field of the event', () => {
    const key = keyOf(templateChange());
    const { data } = templateChange();
    const another = { ...data, current: 'PAUSED', reason: 'a field that is added later' };
    expect(keyOf(templateChange({ data: another }))).toEqual(key);
    expect(keyOf(templateChange({ item: { event: 'APPROVED', more: 1 } }))).not.toEqual(key);
    expect(keyOf(templateChange({ occurredAt: '2026-01-02T03:04:06.000Z' }))).not.toEqual(key);
    expect(keyOf(templateChange({ id: '77' }))).not.toEqual(key);
  });

  it('of a call is its id, and of a payment the order of one phone number of the business', () => {
    expect(keyOf(endedCall('wacid.A'))).toMatchObject({
      pk: 'call#incs#wacid.A',
      sk: expect.stringMatching(/^call#2026-01-02T03:04:06\.000Z#[0-9a-f]{32}$/),
    });
    const { pk, sk } = keyOf(capturedPayment('order/7', '200000000000001'));
    expect(pk).toBe('payment#incs#200000000000001/order%252F7');
    expect(sk).toMatch(/^payment#2026-01-02T03:04:06\.000Z#[0-9a-f]{32}$/);
    const others = [
      keyOf(capturedPayment('order/7', '200000000000002')),
      keyOf(capturedPayment('7', '200000000000001/order')),
      keyOf(capturedPayment('order/7')),
      keyOf(capturedPayment(undefined)),
    ];
    expect(new Set([pk, ...others.map((key) => key.pk)]).size).toBe(5);
    expect(others.at(-2)?.pk).toBe('payment#incs#100000000000001/order%252F7');
    expect(others.at(-1)?.pk).toBe('payment#incs#wamid.ORDER');
  });

  it('of a change with no name of its thing is the item', () => {
    const nameless = (item: JsonValue) =>
      keyOf(templateChange({ account: undefined, data: { template: {}, current: 'A' }, item }));
    expect(nameless({ a: 1 }).pk).toMatch(/^template#incs#[0-9a-f]{32}$/);
    expect(nameless({ a: 2 }).pk).not.toBe(nameless({ a: 1 }).pk);
  });

  it.each<[string, JsonValue]>([
    ['another order', { tier: { to: '2', from: 1 }, ids: ['7', 8], event: 'TIER' }],
    ['a number as text', { event: 'TIER', tier: { from: '1', to: 2 }, ids: [7, '8'] }],
    ['empty fields', { event: 'TIER', a: null, b: '', tier: { from: 1, to: '2' }, ids: ['7', 8] }],
  ])('of a change does not depend on the spelling of the item: %s', (_what, item) => {
    const one = { event: 'TIER', tier: { from: 1, to: '2' }, ids: ['7', 8] };
    expect(keyOf(templateChange({ item }))).toEqual(keyOf(templateChange({ item: one })));
  });

  it.each<[string, JsonValue]>([
    ['another name', { event: { a: '1', b: '2' }, ids: ['7', 8] }],
    ['another value', { event: { a: '1', c: '3' }, ids: ['7', 8] }],
    ['another order of a list', { event: { a: '1', c: '2' }, ids: [8, '7'] }],
    ['a value that is gone', { event: { a: '1' }, ids: ['7', 8] }],
    ['an empty place in a list', { event: { a: '1', c: '2' }, ids: ['7', null, 8] }],
    ['a name for a prototype', JSON.parse('{"event":{"a":1,"c":2,"__proto__":1},"ids":[7,8]}')],
    ['another half of a pair', { event: { a: '1', c: '2' }, ids: ['7', '\ud83d'] }],
  ])('of a change depends on everything in the item: %s', (_what, item) => {
    const one = { event: { a: '1', c: '2' }, ids: ['7', 8] };
    expect(keyOf(templateChange({ item }))).not.toEqual(keyOf(templateChange({ item: one })));
    const half = { event: { a: '1', c: '2' }, ids: ['7', '\ud83c'] };
    expect(keyOf(templateChange({ item }))).not.toEqual(keyOf(templateChange({ item: half })));
  });

  it('of an event with neither time nor id is its item and the day of receipt', () => {
    const first = recordKey('itnio', ban('2026-01-01'), '2026-01-02');
    expect(recordKey('itnio', ban('2026-01-01'), '2026-01-02')).toEqual(first);
    expect(recordKey('itnio', ban('2026-01-01'), '2026-01-03')).not.toEqual(first);
    expect(recordKey('itnio', ban('2026-02-02'), '2026-01-02')).not.toEqual(first);
  });

  it('of a template by name keeps apart what a slash in a name would join', () => {
    const pkOf = (wabaId: string, name: string, language?: string) =>
      recordKey(
        'incs',
        {
          ...templateChange(),
          account: { wabaId },
          data: { template: { name, language }, current: 'APPROVED' },
        },
        '2026-01-02',
      ).pk;
    expect(pkOf('1', 'a/b', 'c')).not.toBe(pkOf('1/a', 'b', 'c'));
    expect(pkOf('1', 'a/b', 'c')).not.toBe(pkOf('1', 'a', 'b/c'));
    expect(pkOf('1', 'a/b')).not.toBe(pkOf('1', 'a', 'b'));
    expect(pkOf('1', 'a%2Fb')).not.toBe(pkOf('1', 'a/b'));
    expect(pkOf('1', 'a')).toBe('template#incs#1/a/');
  });

  it('encodes the separator, and what could be taken for another key', () => {
    const pkOf = (id: string) => recordKey('incs', textMessage({ id }), '2026-01-02').pk;
    const longId = 'x'.repeat(10_000);
    const hashed = pkOf(longId).slice('message#incs#'.length);
    expect(pkOf('a#b\n100%')).toBe('message#incs#a%23b%0A100%25');
    expect(pkOf(hashed)).toBe(`message#incs#${hashed.replace(':', '%3A')}`);
    const ofMessage = eventId(
      recordKey('incs', textMessage({ id: 'a\nstatus#read' }), '2026-01-02'),
    );
    expect(ofMessage).not.toBe(eventId({ pk: 'message#incs#a', sk: 'status#read\nmessage' }));
  });

  it.each(['x'.repeat(10_000), '漢'.repeat(250)])(
    'stays below the limits of DynamoDB, however long an id is',
    (id) => {
      const { pk } = recordKey('incs', textMessage({ id }), '2026-01-02');
      expect(pk).toMatch(/^message#incs#sha256:[0-9a-f]{64}$/);
    },
  );
});

describe('metadata.id', () => {
  it('is frozen: subscribers deduplicate by it', () => {
    expect(eventId({ pk: 'message#incs#wamid.A', sk: 'message' })).toBe(
      '1b68019f-a211-8beb-a6e9-7d9447202062',
    );
  });

  it('does not depend on the receipt', () => {
    const first = toEventRecord(textMessage(), receipt);
    const later = toEventRecord(textMessage(), {
      ...receipt,
      receivedAt: '2027-07-07T07:07:07.000Z',
    });
    expect(later.event.detail.metadata.id).toBe(first.event.detail.metadata.id);
  });

  it('differs between providers, things and what happened to them', () => {
    const ids = [
      { pk: 'message#incs#a', sk: 'message' },
      { pk: 'message#itnio#a', sk: 'message' },
      { pk: 'message#incs#b', sk: 'message' },
      { pk: 'message#incs#a', sk: 'status#read' },
    ].map(eventId);
    expect(new Set(ids).size).toBe(4);
  });
});

describe('an event record', () => {
  it('has no empty text, no nulls and no empty objects', () => {
    const draft = textMessage();
    const { message } = draft.data;
    const data = { message: { ...message, context: { messageId: '' }, providerMessageId: '' } };
    const { event } = toEventRecord({ ...draft, data }, receipt);
    expect(event.detail.data).toEqual(toEventRecord(draft, receipt).event.detail.data);
  });

  it('has the time of receipt when the provider gives no time, and says so', () => {
    const { metadata } = toEventRecord({ ...textMessage(), occurredAt: undefined }, receipt).event
      .detail;
    expect(metadata.occurredAt).toBe(receipt.receivedAt);
    expect(metadata.occurredAtSource).toBe('receipt');
  });

  const day = 24 * 60 * 60 * 1000;
  const afterReceipt = (ms: number) => new Date(Date.parse(receipt.receivedAt) + ms).toISOString();

  it('has the time of receipt when the provider gives a time of the future, and says so', () => {
    const tooLate = afterReceipt(day + 1);
    const { event, conversation } = toEventRecord(
      { ...textMessage(), occurredAt: tooLate },
      receipt,
    );
    expect(event.detail.metadata).toMatchObject({
      occurredAt: receipt.receivedAt,
      occurredAtSource: 'receipt',
      providerOccurredAt: tooLate,
    });
    expect(conversation?.sort).toBe('2026-01-02T03:04:07');
  });

  it.each([-1000 * day, 0, day])('has a time that is credible: %s ms after receipt', (ms) => {
    const occurredAt = afterReceipt(ms);
    const { metadata } = toEventRecord({ ...textMessage(), occurredAt }, receipt).event.detail;
    expect(metadata).toMatchObject({ occurredAt });
    expect(metadata).not.toHaveProperty('occurredAtSource');
    expect(metadata).not.toHaveProperty('providerOccurredAt');
  });

  it('of a change in the future is identified by its item and the day of receipt', () => {
    const keyAt = (occurredAt: string, receivedAt = receipt.receivedAt) =>
      toEventRecord({ ...templateChange(), occurredAt }, { ...receipt, receivedAt }).key;
    const key = keyAt('4821-12-26T15:59:59.000Z');
    expect(key.sk).toMatch(/^status#2026-01-02#[0-9a-f]{32}$/);
    expect(keyAt('4821-12-26T15:59:59.000Z', '2026-01-02T23:59:59.999Z')).toEqual(key);
    expect(keyAt('4821-12-26T16:00:00.000Z')).not.toEqual(key);
    expect(keyAt(afterReceipt(day)).sk).toBe(`status#${afterReceipt(day)}#${approvedHash}`);
  });

  it('of a message, received or sent, is in the conversation index, and of a status is not', () => {
    for (const type of ['message.received', 'message.sent'] as const) {
      const { conversation } = toEventRecord({ ...textMessage(), type }, receipt);
      expect(conversation, type).toEqual({
        partition: 'whatsapp#15550100001#447700900123',
        sort: '2026-01-02T03:04:05',
      });
    }
    expect(toEventRecord(deliveredStatus(), receipt).conversation).toBeUndefined();
  });

  it('stays below the limits of an index, however long the ids are', () => {
    const draft = textMessage({ id: 'x'.repeat(10_000) });
    const user = { id: 'y'.repeat(3_000) };
    const key = `whatsapp#15550100001#${user.id}`;
    const message = { ...draft.data.message, user };
    const { conversation, event } = toEventRecord({ ...draft, data: { message } }, receipt);
    expect(conversation?.partition).toBe(conversationPartition(key));
    expect(Buffer.byteLength(conversation?.partition ?? '')).toBeLessThan(2_048);
    expect(Buffer.byteLength(conversation?.sort ?? '')).toBeLessThan(1_024);
    expect(event.detail.data).toMatchObject({ message: { conversation: { key } } });
  });

  it('of a message of an unknown kind is published and in the quarantine index', () => {
    const draft = textMessage();
    const message = { ...draft.data.message, content: { kind: 'unknown' as const } };
    const record = toEventRecord({ ...draft, data: { message } }, receipt);
    expect(record.event['detail-type']).toBe('message.received');
    expect(quarantineDayPartitions('2026-01-02')).toContain(record.quarantine?.partition);
    expect(toEventRecord(textMessage(), receipt).quarantine).toBeUndefined();
  });
});
