import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { EventType } from '../../../shared/contract/index.ts';
import { joinNames, segment } from '../../../shared/table/key-parts.ts';
import { recordKey } from '../../../shared/table/record-key.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';

const [phone, id] = ['447700900123', 'GB.13491208655302741918'];
const account = { wabaId: '100000000000001' };

/** A draft of what a key depends on. */
function draftOf(type: EventType, data: object, more: object = {}): EventDraft {
  const item = { event: type };
  // The rest of the data of each type does not matter to its key.
  return { type, providerEvent: 'x', account, data, item, ...more } as EventDraft;
}

const keyOf = (draft: EventDraft) => recordKey('incs', draft, receipt.receivedAt);

/** A message with other content, or of another traffic. */
const messageOf = (type: EventType, content: object = {}) =>
  draftOf(type, { message: { ...textMessage().data.message, content } });

const placeholder = { kind: 'unsupported', providerType: 'media_placeholder' };
const template = { id: '77', name: 'welcome' };

describe('the key of an event record', () => {
  it.each<[string, EventDraft, pk: string, sk: string | RegExp]>([
    ['a sent message', messageOf('message.sent'), 'message#incs#wamid.A', 'message'],
    [
      'a message in standby',
      messageOf('standby.message.received'),
      'message#incs#wamid.A',
      'standby#message',
    ],
    [
      'a message of the history',
      messageOf('history.message.sent'),
      'message#incs#wamid.A',
      'history#message',
    ],
    [
      'a file of the history that comes later',
      messageOf('history.message.sent', placeholder),
      'message#incs#wamid.A',
      'history#placeholder',
    ],
    [
      'the same content outside of the history',
      messageOf('message.received', placeholder),
      'message#incs#wamid.A',
      'message',
    ],
    [
      'a status in standby',
      draftOf('standby.message.status.updated', { messageId: 'a', status: 'read' }),
      'message#incs#a',
      'standby#status#read',
    ],
    [
      'a status of a member',
      draftOf('message.status.updated', {
        messageId: 'a',
        status: 'read',
        participant: { phone, id },
      }),
      'message#incs#a',
      `status#read#${phone}`,
    ],
    [
      'a status of a member without a phone',
      draftOf('message.status.updated', { messageId: 'a', status: 'read', participant: { id } }),
      'message#incs#a',
      `status#read#${id}`,
    ],
    [
      'a bill',
      draftOf('message.billed', { messageId: 'a' }),
      'message#incs#a',
      /^billed#[0-9a-f]{32}$/,
    ],
    [
      'a category',
      draftOf('template.category.updated', { template }),
      'template#incs#77',
      /^category#/,
    ],
    [
      'a quality',
      draftOf('template.quality.updated', { template }),
      'template#incs#77',
      /^quality#/,
    ],
    [
      'an account',
      draftOf('account.updated', { account: { id: '7' } }),
      'account#incs#7',
      /^account#/,
    ],
    [
      'an account by whose callback it is',
      draftOf('account.updated', { account: {} }),
      'account#incs#100000000000001',
      /^account#/,
    ],
    [
      'a phone',
      draftOf('phone.updated', { phone: { displayPhoneNumber: phone, id: '7' }, aspect: 'name' }),
      `phone#incs#${phone}`,
      /^name#/,
    ],
    [
      'a phone without a number',
      draftOf('phone.updated', { phone: { id: '7' }, aspect: 'name' }),
      'phone#incs#7',
      /^name#/,
    ],
    [
      'a user',
      draftOf('user.updated', { user: { phone, id }, aspect: 'contact' }),
      `user#incs#${id}`,
      /^contact#/,
    ],
    [
      'a user without an id',
      draftOf('user.updated', { user: { phone }, aspect: 'contact' }),
      `user#incs#${phone}`,
      /^contact#/,
    ],
    [
      'a group',
      draftOf('group.updated', { group: { id: '7' }, requestId: '8', aspect: 'status' }),
      'group#incs#7',
      /^status#/,
    ],
    [
      'a group that is not made yet',
      draftOf('group.updated', { group: {}, requestId: '8', aspect: 'status' }),
      'group#incs#8',
      /^status#/,
    ],
    [
      'a file',
      draftOf('media.stored', { messageId: 'a', media: { index: 1 } }),
      'message#incs#a',
      'media#1#stored',
    ],
    [
      'a further copy of a file',
      draftOf('media.stored', { messageId: 'a', media: { index: 1 }, copy: 2 }),
      'message#incs#a',
      'media#1#stored#2',
    ],
    [
      'a failure of a file',
      draftOf('media.failed', { messageId: 'a', media: { index: 1 }, attempt: 3 }),
      'message#incs#a',
      'media#1#failed#3',
    ],
    [
      'a callback that names itself',
      draftOf('callback.received', { idempotencyKey: 'a:b', sha256: 'c' }),
      'callback#incs#a%253Ab',
      'received',
    ],
    [
      'a callback that does not',
      draftOf('callback.received', { sha256: 'c' }),
      'callback#incs#c',
      'received#2026-01-02',
    ],
    [
      'a callback of an account',
      draftOf('callback.received', { sha256: 'c' }, { account: { connection: 'shop' } }),
      'callback#incs#shop:c',
      'received#2026-01-02',
    ],
  ])('of %s is frozen', (_what, draft, pk, sk) => {
    expect(keyOf(draft)).toEqual({
      pk,
      sk: typeof sk === 'string' ? sk : expect.stringMatching(sk),
    });
  });

  it('of a bill without a message is that of its item', () => {
    const pks = [1, 2].map((price) => keyOf(draftOf('message.billed', {}, { item: { price } })).pk);
    expect(new Set(pks).size).toBe(2);
  });
});

describe('parts of a key', () => {
  it('that are too long stay apart wherever they differ', () => {
    const long = 'x'.repeat(1_000);
    const parts = [long, `${long}y`, `y${long}`, `${long.slice(1)}y`].map(segment);
    expect(new Set(parts).size).toBe(4);
  });

  it('are joined so that no name can take a part of the next', () => {
    const joined = [
      ['a/b/c'],
      ['a/b', 'c'],
      ['a', 'b/c'],
      ['a', 'b', 'c'],
      ['a%2Fb%2Fc'],
      ['a/b%2Fc'],
    ];
    expect(new Set(joined.map((names) => joinNames(...names))).size).toBe(joined.length);
  });
});

describe('the event of a record', () => {
  it('has the connection of its callback beside what the provider says of the account', () => {
    const record = toEventRecord(deliveredStatus(), { ...receipt, connection: 'shop' });
    expect(record.event.detail.metadata.account).toEqual({ connection: 'shop' });
    const both = toEventRecord(
      { ...deliveredStatus(), account },
      { ...receipt, connection: 'shop' },
    );
    expect(both.event.detail.metadata.account).toEqual({ ...account, connection: 'shop' });
  });

  it.each([
    'template.status',
    'template.category',
    'template.quality',
    'account',
    'phone',
    'group',
  ] as const)('of %s.updated has its thing also when the provider names nothing of it', (thing) => {
    const name = thing.split('.')[0] ?? '';
    const draft = draftOf(`${thing}.updated`, { [name]: { id: '' }, aspect: 'status' });
    const { data } = toEventRecord(draft, receipt).event.detail;
    expect(data).toEqual({ [name]: {}, aspect: 'status' });
  });

  it.each([
    ['message.received', 'inbound'],
    ['message.sent', 'outbound'],
    ['standby.message.received', 'inbound'],
    ['standby.message.sent', 'outbound'],
    ['history.message.received', 'inbound'],
    ['history.message.sent', 'outbound'],
  ] as const)('%s is %s', (type, direction) => {
    const { data } = toEventRecord({ ...textMessage(), type }, receipt).event.detail;
    expect(data).toMatchObject({ message: { direction } });
  });
});
