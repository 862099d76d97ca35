import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { User } from '../../../shared/contract/index.ts';
import { hashUserNames } from '../../../shared/media/media-object.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import type { TableItem } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import { ownerOfMessage, removeUser } from '../../../tools/operator/erase/dead-letters.ts';
import {
  hashErasedPartition,
  toErasedPartitions,
} from '../../../tools/operator/erase/erased-partitions.ts';
import { createUserSearch } from '../../../tools/operator/erase/find-user.ts';
import { deliveredStatus, receipt } from '../../support/drafts.ts';

const phone = '447700900123';
const other = '447700900999';

function record(draft: EventDraft): TableItem {
  return {
    ...toEventRecord(draft, receipt),
    userHashes: undefined,
    raw: () => undefined,
    payloadKey: undefined,
    isPublished: true,
    isInQuarantine: false,
    alias: undefined,
  };
}

/** A status that names this user, if any. */
function statusOf(id: string, user?: User): TableItem {
  const status = deliveredStatus(id);
  return record({ ...status, data: { ...status.data, user } });
}

describe('what comes after an erasure and names no one', () => {
  const userHashKey = 'the id of the stack';
  const hashes = new Set(hashErasedPartition('message#incs#wamid.A', [phone], userHashKey));

  function searchAfterErasure(user: string, item: TableItem) {
    const confirmed = new Set([user]);
    const erased = toErasedPartitions(hashes, confirmed, userHashKey);
    const search = createUserSearch({ confirmed, rejected: new Set() }, [], erased);
    search.look(item);
    return [...search.found().partitions];
  }

  it('is the user’s in a partition that was erased', () => {
    const stored = {
      ...statusOf('wamid.A'),
      key: { pk: 'message#incs#wamid.A', sk: 'media#0#stored' },
    };
    for (const late of [statusOf('wamid.A'), stored]) {
      expect(searchAfterErasure(phone, late)).toEqual(['message#incs#wamid.A']);
    }
  });

  it('is not the user’s in another partition, or when it names someone else', () => {
    expect(searchAfterErasure(phone, statusOf('wamid.B'))).toEqual([]);
    expect(searchAfterErasure(phone, statusOf('wamid.A', { phone: other }))).toEqual([]);
    const status = deliveredStatus('wamid.A');
    const ofMember = record({ ...status, data: { ...status.data, participant: { phone: other } } });
    expect(searchAfterErasure(phone, ofMember)).toEqual([]);
  });

  it('is the user’s in a dead letter, and in the queue of the mirror', () => {
    const confirmed = new Set([phone]);
    const erased = toErasedPartitions(hashes, confirmed, userHashKey);
    const user = createUserSearch({ confirmed, rejected: new Set() }, [], erased).found();
    const letterOf = (id: string) => {
      const record = toEventRecord(deliveredStatus(id), receipt);
      const NewImage = toEventItem(record, { publish: true });
      return JSON.stringify({ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } });
    };
    const removed = ['wamid.A', 'wamid.B'].map(
      (id) => removeUser(letterOf(id), user, () => {}).kind,
    );
    expect(removed).toEqual(['empty', 'unchanged']);
    const ownerOf = (id: string) =>
      ownerOfMessage(JSON.stringify({ detail: statusOf(id).event?.detail }), user).owner;
    expect(['wamid.A', 'wamid.B'].map(ownerOf)).toEqual(['user', 'other']);
  });

  it('is a text of the owner that leads to an erased message, and no other with the same text', () => {
    const leadTo = (id: string): TableItem => ({
      ...statusOf(id),
      key: { pk: 'callbackData#incs#campaign#2', sk: `message#${id}` },
      event: undefined,
      alias: `message#incs#${id}`,
    });
    const confirmed = new Set([phone]);
    const erased = toErasedPartitions(hashes, confirmed, userHashKey);
    const search = createUserSearch({ confirmed, rejected: new Set() }, [], erased);
    for (const id of ['wamid.A', 'wamid.B']) search.look(leadTo(id));
    expect(search.found()).toMatchObject({ records: [leadTo('wamid.A').key], mentions: [] });
    expect(search.found().partitions.size).toBe(0);
  });

  it('leaves the days of another user’s conversation, of which only a part was erased', () => {
    const conversation = `whatsapp#15550100001#${other}`;
    const ofPart = hashErasedPartition(conversation, [phone], userHashKey);
    const confirmed = new Set([phone]);
    const erased = toErasedPartitions(new Set(ofPart), confirmed, userHashKey);
    const search = createUserSearch({ confirmed, rejected: new Set() }, [], erased);
    search.look({
      ...statusOf('wamid.A'),
      key: { pk: 'whatsapp#15550100001#day#2026-01-02#2', sk: `active#${other}` },
      event: undefined,
      alias: conversation,
    });
    expect(search.found()).toMatchObject({ records: [], mentions: [] });
  });

  it('is the user’s when it has the hash of one of the names', () => {
    const search = createUserSearch(
      { confirmed: new Set(['GB.7']), rejected: new Set() },
      [],
      { has: () => false },
      userHashKey,
    );
    const outcomeOf = (id: string, user: User): TableItem => ({
      ...statusOf(id),
      key: { pk: `message#incs#${id}`, sk: 'media#0#stored' },
      userHashes: hashUserNames(user, userHashKey),
    });
    search.look(outcomeOf('wamid.C', { phone, id: 'GB.7' }));
    search.look(outcomeOf('wamid.D', { phone: other }));
    expect([...search.found().partitions]).toEqual(['message#incs#wamid.C']);
  });

  it('is found only by who looks for that user', () => {
    expect(searchAfterErasure(other, statusOf('wamid.A'))).toEqual([]);
  });

  it('is found under any of the names by which the user was erased', () => {
    const both = hashErasedPartition('message#incs#wamid.A', [phone, 'GB.7'], userHashKey);
    const byId = toErasedPartitions(new Set(both), new Set(['GB.7']), userHashKey);
    expect(byId.has('message#incs#wamid.A')).toBe(true);
  });
});
