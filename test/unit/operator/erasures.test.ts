import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent, User } from '../../../shared/contract/index.ts';
import { toSortKey } from '../../../shared/table/sort-key.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import type { TableItem } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import { createUserSearch, type NameLink } from '../../../tools/operator/erase/find-user.ts';
import { selectItemsOf } from '../../../tools/operator/erase/plan-erasure.ts';
import { openNames } from '../../../tools/operator/erase/report-erasure.ts';
import { toUserName } from '../../../tools/operator/erase/user-names.ts';
import {
  capturedPayment,
  deliveredStatus,
  endedCall,
  receipt,
  textMessage,
} from '../../support/drafts.ts';

const phone = '447700900123';
const other = '447700900999';

function record(draft: EventDraft, raw?: string): TableItem {
  return {
    ...toEventRecord(draft, receipt),
    raw: () => raw,
    payloadKey: undefined,
    isPublished: true,
    isInQuarantine: false,
    alias: undefined,
    userHashes: undefined,
  };
}

function messageOf(user: User, id: string, text = 'Hello'): TableItem {
  const draft = textMessage({ id, text });
  return record({ ...draft, data: { message: { ...draft.data.message, user } } });
}

/** A status that names this user, if any. */
function statusOf(id: string, user?: User): TableItem {
  const status = deliveredStatus(id);
  return record({ ...status, data: { ...status.data, user } });
}

/** A message with a file, with this sort key. */
function withPicture(item: TableItem, sk: string): TableItem {
  if (!isMessageEvent(item.event)) throw new Error('not a message');
  const { metadata, data } = item.event.detail;
  const message = { ...data.message, media: [{ index: 0, role: 'content' as const }] };
  const event = { ...item.event, detail: { metadata, data: { message } } } as TributaryEvent;
  return { ...item, event, key: { ...item.key, sk } };
}

interface Decisions {
  readonly also?: readonly string[];
  readonly not?: readonly string[];
}

/** Searches as the command does: again as long as names come to light. */
function searchAll(items: readonly TableItem[], { also = [], not = [] }: Decisions = {}) {
  const decisions = { confirmed: new Set([phone, ...also]), rejected: new Set(not) };
  let known: readonly NameLink[] = [];
  for (let passes = 1; ; passes += 1) {
    const search = createUserSearch(decisions, known);
    for (const item of items) search.look(item);
    const found = search.found();
    if (search.isComplete()) return { ...found, passes, open: openNames(found) };
    known = found.links;
  }
}

describe('a user', () => {
  it('is found by a phone number in any notation, or by an id', () => {
    expect(toUserName('+44 7700 900123')).toBe(phone);
    expect(toUserName('GB.1A2b')).toBe('GB.1A2b');
  });

  it('is found with everything in the partitions of their messages', () => {
    const { partitions, mentions } = searchAll([
      messageOf({ phone }, 'wamid.A'),
      messageOf({ phone: other }, 'wamid.B'),
    ]);
    expect([...partitions]).toEqual(['message#incs#wamid.A']);
    expect(mentions).toEqual([]);
  });

  it('is found under the second id of a message', () => {
    const draft = textMessage();
    const message = { ...draft.data.message, providerMessageId: '2604' };
    const { partitions } = searchAll([record({ ...draft, data: { message } })]);
    expect([...partitions]).toEqual(['message#incs#wamid.A', 'message#incs#2604']);
  });

  it('of a group has their own statuses, not the message of another user', () => {
    const status = deliveredStatus('wamid.group');
    const ofMember = record({ ...status, data: { ...status.data, participant: { phone } } });
    const found = searchAll([ofMember]);
    expect(found.records).toEqual([ofMember.key]);
    expect(found.partitions.size).toBe(0);
  });

  it.each([phone, '+44 7700 900123'])(
    'of a group is found by the number %s of a request',
    (input) => {
      const changed = record({
        type: 'group.updated',
        providerEvent: 'group_participants_update',
        data: {
          group: { id: 'group-1' },
          aspect: 'participants',
          current: 'group_participants_add',
          participants: [{ change: 'added' as const, input }],
        },
        item: {},
      });
      expect(searchAll([changed]).records).toEqual([changed.key]);
    },
  );

  it('whom others only mention is counted, not erased', () => {
    const mentioning = messageOf({ phone: other }, 'wamid.B', 'call +44 7700 900123!');
    const found = searchAll([mentioning]);
    expect(found.mentions).toEqual([mentioning.key]);
    expect(found.partitions.size).toBe(0);
    // In a partition of the user it is not another one's.
    const again = { ...mentioning, key: { pk: 'message#incs#wamid.A', sk: 'conflict#1' } };
    expect(searchAll([messageOf({ phone }, 'wamid.A'), again]).mentions).toEqual([]);
  });

  it('is found by the message id where the message has expired, and by an alias of it', () => {
    const id = 'wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUMjUyQTI1NjY3REM3QzY1RkUwRTkA';
    const alias: TableItem = {
      ...messageOf({ phone: other }, 'any'),
      key: { pk: 'message#incs#2604', sk: 'alias' },
      event: undefined,
      alias: `message#incs#${id}`,
    };
    expect([...searchAll([statusOf(id)]).partitions]).toEqual([`message#incs#${id}`]);
    expect([...searchAll([alias]).partitions]).toEqual(['message#incs#2604', `message#incs#${id}`]);
  });

  it('is not complete when raw JSON cannot be read', () => {
    const broken: TableItem = {
      ...messageOf({ phone: other }, 'wamid.B'),
      raw: () => {
        throw new RangeError('no dictionary');
      },
    };
    expect(searchAll([broken]).unreadable).toEqual([broken.key]);
  });
});

describe('a call and a payment', () => {
  it('are of the user whom they name', () => {
    const items = [record(endedCall('wacid.A')), record(capturedPayment('7', '200000000000001'))];
    expect([...searchAll(items).partitions]).toEqual([
      'call#incs#wacid.A',
      'payment#incs#200000000000001/7',
      'message#incs#wamid.ORDER',
    ]);
  });
});

describe('a name beside the user’s', () => {
  const joined = messageOf({ phone, id: 'GB.7' }, 'wamid.both');
  const byId = messageOf({ id: 'GB.7' }, 'wamid.by-id');

  it('needs no decision when it adds nothing', () => {
    const found = searchAll([joined]);
    expect(found.open).toEqual([]);
    expect(found.links).toContainEqual({
      name: 'GB.7',
      from: phone,
      record: joined.key,
      records: 1,
    });
  });

  it.each([
    ['before', [joined, byId]],
    ['after', [byId, joined]],
  ])(
    'that comes to light %s a record with it needs one, and adds nothing until then',
    (_, items) => {
      const found = searchAll(items);
      expect(found.passes).toBe(2);
      expect([...found.partitions]).toEqual(['message#incs#wamid.both']);
      expect(found.open).toEqual([
        {
          name: 'GB.7',
          from: phone,
          record: joined.key,
          records: 1,
          adds: { records: 1, payloadObjects: 0, mediaObjects: 0, deadLetters: 0 },
        },
      ]);
    },
  );

  it('adds its records when it is confirmed, and leads to further names', () => {
    const further = messageOf({ id: 'GB.7', parentId: 'GB.ENT.7' }, 'wamid.further');
    const byParent = messageOf({ id: 'GB.8', parentId: 'GB.ENT.7' }, 'wamid.by-parent');
    const found = searchAll([joined, byId, further, byParent], { also: ['GB.7'] });
    expect(found.partitions.size).toBe(3);
    expect(found.open).toMatchObject([{ name: 'GB.ENT.7', from: 'GB.7', adds: { records: 1 } }]);
  });

  it('adds nothing and is not asked for when it is rejected', () => {
    const found = searchAll([joined, byId], { not: ['GB.7'] });
    expect([...found.partitions]).toEqual(['message#incs#wamid.both']);
    expect(found.open).toEqual([]);
  });

  it.each<[string, EventDraft]>([
    [
      'a new id',
      {
        type: 'user.updated',
        providerEvent: 'user_id_update',
        data: { user: { phone }, aspect: 'identity', previous: 'GB.1', current: 'GB.7' },
        item: { from: phone, id: 'GB.7' },
      },
    ],
    [
      'a new number',
      {
        ...textMessage(),
        data: {
          message: {
            ...textMessage().data.message,
            content: { kind: 'system', type: 'user_changed_number', newUserId: 'GB.7' },
          },
        },
      },
    ],
  ])('is found in a notice of %s', (_, draft) => {
    expect(searchAll([record(draft), byId]).open).toMatchObject([{ name: 'GB.7' }]);
  });

  it('is found by a message id that holds the user’s number', () => {
    const id = 'wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUMjUyQTI1NjY3REM3QzY1RkUwRTkA';
    const found = searchAll([messageOf({ id: 'GB.7' }, id)]);
    expect(found.partitions.size).toBe(0);
    expect(found.open).toMatchObject([{ name: 'GB.7', from: phone, adds: { records: 1 } }]);
  });

  it('is counted where only the message id has it', () => {
    const joinedNumbers = messageOf({ phone, id: '447700900456' }, 'wamid.two');
    const id = 'wamid.HBgMNDQ3NzAwOTAwNDU2FQIAEhgUMjUyQTI1NjY3REM3QzY1RkUwRTkA';
    expect(searchAll([joinedNumbers, statusOf(id)]).open).toMatchObject([
      { name: '447700900456', adds: { records: 1 } },
    ]);
  });

  it('has no national form when it is an id, or a national form itself', () => {
    const { names } = searchAll([], { also: ['GB.13491208655302741918', '7700900123'] });
    expect([...names.undecided]).toEqual(['07700900123']);
  });

  it('can be the number without its country', () => {
    const national = messageOf({ id: '07700900123' }, 'wamid.national');
    const [open] = searchAll([national]).open;
    expect(open).toMatchObject({ name: '07700900123', from: phone, adds: { records: 1 } });
    expect(open).not.toHaveProperty('record');
    const confirmed = searchAll([national], { also: ['07700900123'] });
    expect([...confirmed.partitions]).toEqual(['message#incs#wamid.national']);
    expect(confirmed.open).toEqual([]);
  });
});

describe('one callback that names this user instead of another', () => {
  const names = { confirmed: new Set([phone]), undecided: new Set<string>() };

  it('erases neither the other user’s message nor its file', () => {
    const message = messageOf({ phone: other, id: 'GB.9' }, 'wamid.B');
    const delivered = statusOf('wamid.B', { phone: other });
    const nameless = statusOf('wamid.B');
    const wrong = record({
      ...deliveredStatus('wamid.B'),
      data: { ...deliveredStatus('wamid.B').data, status: 'read', user: { phone, id: 'GB.9' } },
    });
    const items = [message, delivered, nameless, wrong];
    const found = searchAll([...items, messageOf({ id: 'GB.9' }, 'wamid.B2')]);
    expect(found.open).toMatchObject([{ name: 'GB.9', records: 1 }]);
    expect(selectItemsOf(names, items)).toMatchObject({ items: [wrong], isOthersMessage: true });
  });

  it('does not erase the other user’s records in a message of this user', () => {
    const message = messageOf({ phone }, 'wamid.A');
    const wrong = statusOf('wamid.A', { phone: other });
    const nameless = statusOf('wamid.A');
    expect(selectItemsOf(names, [message, wrong, nameless]).items).toEqual([message, nameless]);
  });

  it('erases only the conflicting record where the same message came with another user', () => {
    const message = withPicture(messageOf({ phone: other }, 'wamid.B'), 'message');
    const conflict = withPicture(messageOf({ phone }, 'wamid.B'), `conflict#${'a'.repeat(32)}`);
    expect(selectItemsOf(names, [message, conflict])).toMatchObject({
      items: [conflict],
      messagesWithFiles: [],
      isOthersMessage: true,
    });
    expect(searchAll([message, conflict]).partitions.size).toBe(1);
  });

  it('erases what names no one where only one of two messages is the other user’s', () => {
    const message = messageOf({ phone }, 'wamid.A');
    const key = { ...message.key, sk: toSortKey({ kind: 'message', traffic: 'history' }) };
    const ofOther = { ...messageOf({ phone: other }, 'wamid.A'), key };
    const nameless = statusOf('wamid.A');
    expect(selectItemsOf(names, [ofOther, message, nameless]).items).toEqual([message, nameless]);
  });

  it('erases the files that only a replay knows', () => {
    const message = messageOf({ phone }, 'wamid.A');
    const replay = withPicture(message, 'replay#2026-01-03T00:00:00.000Z#message');
    expect(selectItemsOf(names, [message, replay])).toMatchObject({
      items: [message, replay],
      messagesWithFiles: [message.event?.detail.metadata.id],
    });
  });

  it('erases what names no one when the message has expired', () => {
    const nameless = statusOf('wamid.A');
    expect(selectItemsOf(names, [nameless]).items).toEqual([nameless]);
  });
});
