import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { User } from '../../../shared/contract/index.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { createUserSearch } from '../../../tools/operator/erase/find-user.ts';
import {
  openPayloadSearch,
  quarantinedPartition,
} from '../../../tools/operator/erase/search-payloads.ts';
import { listUnreachable } from '../../../tools/operator/erase/unreachable.ts';
import { mentionsAny, toUserName } from '../../../tools/operator/erase/user-names.ts';
import { createOutput } from '../../../tools/operator/output.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';

const phone = '447700900123';

function record(draft: EventDraft, raw?: string) {
  return { ...toEventRecord(draft, receipt), raw: () => raw };
}

function messageOf(user: User, id: string, text = 'Hello') {
  const draft = textMessage({ id, text });
  const conversation = { key: `whatsapp#15550100001#${user.phone ?? user.id}` };
  return record({ ...draft, data: { message: { ...draft.data.message, user, conversation } } });
}

function search(known: readonly string[], ...records: readonly ReturnType<typeof record>[]) {
  const found = createUserSearch(known);
  for (const each of records) found.look(each);
  return found;
}

describe('a user', () => {
  it('is found by a phone number in any notation, or by an id', () => {
    expect(toUserName('+44 7700 900123')).toBe(phone);
    expect(toUserName('GB.1A2b')).toBe('GB.1A2b');
  });

  it('is found with everything in the partitions of their messages', () => {
    const { partitions, mentions } = search(
      [phone],
      messageOf({ phone }, 'wamid.A'),
      messageOf({ phone: '447700900999' }, 'wamid.B'),
    ).found();
    expect([...partitions]).toEqual(['message#incs#wamid.A']);
    expect(mentions).toEqual([]);
  });

  it('is found under the second id of a message', () => {
    const draft = textMessage();
    const message = { ...draft.data.message, providerMessageId: '2604' };
    const { partitions } = search([phone], record({ ...draft, data: { message } })).found();
    expect([...partitions]).toEqual(['message#incs#wamid.A', 'message#incs#2604']);
  });

  it('is known by every name beside a known one, and then needs a second search', () => {
    const records = [
      messageOf({ id: 'GB.7' }, 'wamid.by-id'),
      messageOf({ phone, id: 'GB.7' }, 'wamid.both'),
    ];
    const first = search([phone], ...records);
    expect(first.isComplete()).toBe(false);
    expect([...first.found().names]).toEqual([phone, 'GB.7']);
    const second = search([...first.found().names], ...records);
    expect(second.isComplete()).toBe(true);
    expect(second.found().partitions.size).toBe(2);
  });

  it('is also found under an old id', () => {
    const changed: EventDraft = {
      type: 'user.updated',
      providerEvent: 'user_id_update',
      data: { user: { id: 'GB.2' }, aspect: 'identity', previous: 'GB.1', current: 'GB.2' },
    };
    expect([...search(['GB.1'], record(changed)).found().names]).toEqual(['GB.1', 'GB.2']);
  });

  it('of a group has their own statuses, not the message of another user', () => {
    const status = deliveredStatus('wamid.group');
    const ofMember = record({ ...status, data: { ...status.data, participant: { phone } } });
    const found = search([phone], ofMember).found();
    expect(found.records).toEqual([ofMember.key]);
    expect(found.partitions.size).toBe(0);
  });

  it('whom others only mention is counted, not erased', () => {
    const other = messageOf({ phone: '447700900999' }, 'wamid.B', `call +${phone}!`);
    const found = search([phone], other).found();
    expect(found.mentions).toEqual([other.key]);
    expect(found.partitions.size).toBe(0);
  });
});

it('a name is mentioned only as a whole word', () => {
  const names = new Set([phone]);
  expect(mentionsAny(`{"from":"+${phone}"}`, names)).toBe(true);
  expect(mentionsAny(`9${phone}`, names)).toBe(false);
  expect(mentionsAny(`${phone}1 ${phone}`, names)).toBe(true);
});

describe('the search of the payload bucket', () => {
  const names = new Set([phone]);

  /** A payload bucket with that number of objects, of which every hundredth mentions the user. */
  function payloadOf(objects: number) {
    let open = 0;
    const seen = { mostOpen: 0, reads: 0 };
    const payloads = {
      list: async (prefix: string) =>
        Array.from({ length: prefix === 'quarantine/' ? objects : 1 }, (_, index) => ({
          key: `${prefix}${index}`,
          bytes: 1,
          modifiedAt: '',
        })),
      read: async (key: string) => {
        open += 1;
        seen.reads += 1;
        seen.mostOpen = Math.max(seen.mostOpen, open);
        await Promise.resolve();
        open -= 1;
        return /(^|\D)\d*00$/.test(key) ? `{"from":"+${phone}"}` : '{}';
      },
    };
    return { payloads, seen };
  }

  function createContext() {
    const lines: string[] = [];
    let nowMs = 0;
    const now = () => {
      nowMs += 10;
      return new Date(nowMs);
    };
    const error = (line: string) => void lines.push(line);
    return { lines, output: createOutput({ out: () => {}, error }, false), now };
  }

  it('prints what it costs, then reads in parallel and prints its progress', async () => {
    const { payloads, seen } = payloadOf(997);
    const { lines, ...context } = createContext();
    const search = await openPayloadSearch(payloads, undefined, context);
    expect(lines).toEqual(['to read in the payload bucket: 1000 objects, about 0.00 USD']);
    expect(seen.reads).toBe(0);
    const { items, deadLetters } = await search(names);
    expect({ items: items.length, deadLetters }).toEqual({ items: 9, deadLetters: [] });
    expect(seen).toEqual({ reads: 1_000, mostOpen: 16 });
    expect(lines.slice(1)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\d+ of 1000 objects read$/)]),
    );
  });

  it('that costs more than a dollar needs --accept-cost', async () => {
    const object = { key: 'quarantine/0', bytes: 1, modifiedAt: '' };
    const list = async () => Array(750_000).fill(object); // below each of four prefixes
    const payloads = { list, read: async () => undefined };
    const { lines, ...context } = createContext();
    await expect(openPayloadSearch(payloads, undefined, context)).rejects.toThrow(
      '3000000 objects, about 1.20 USD); add --accept-cost',
    );
    expect(lines).toEqual([]);
    await openPayloadSearch(payloads, true, context);
    expect(lines).toHaveLength(1);
  });
});

it('a quarantined object belongs to one event record', () => {
  const sha256 = 'a'.repeat(64);
  expect(quarantinedPartition(`quarantine/incs/${sha256}.json`)).toBe(`quarantine#incs#${sha256}`);
  expect(quarantinedPartition(`unmapped/incs/typing/${sha256}.json`)).toBeUndefined();
});

describe('what an erasure does not reach', () => {
  const now = new Date('2026-01-02T03:04:05Z');
  const nothing = { backups: [], exports: [], queuedMessages: 0, asOf: undefined };

  it('has the day on which it expires', () => {
    const retentions = {
      archiveDays: 14,
      recoveryDays: 35,
      backups: ['before'],
      exports: ['s3://exports/AWSDynamoDB/1'],
      queuedMessages: 2,
      asOf: undefined,
    };
    expect(listUnreachable(retentions, now)).toEqual([
      { place: 'the stream of the table', expiresOn: '2026-01-03' },
      { place: 'point-in-time recovery of the table', expiresOn: '2026-02-06' },
      { place: 'the archive of the bus', expiresOn: '2026-01-16' },
      { place: 'the backup before', note: expect.any(String) },
      { place: 'the export s3://exports/AWSDynamoDB/1', note: expect.any(String) },
      { place: expect.stringContaining('2 messages'), expiresOn: '2026-01-16' },
      { place: 'what subscribers copied', note: expect.any(String) },
    ]);
  });

  it('has no day when an archive never expires', () => {
    const places = listUnreachable({ ...nothing, archiveDays: 0 }, now);
    expect(places).toContainEqual({ place: 'the archive of the bus' });
  });

  it('includes everything after the export in which the user was searched', () => {
    const [first] = listUnreachable({ ...nothing, asOf: '2026-01-01T00:00:00.000Z' }, now);
    expect(first).toEqual({
      place: 'messages after 2026-01-01T00:00:00.000Z, the time of the export',
      note: expect.stringContaining('erase again'),
    });
  });
});
