import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toEventRecords } from '../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import {
  conversationKey,
  conversationScope,
  directKey,
  parseConversationKey,
} from '../../shared/contract/conversation-key.ts';
import { conversationDayPartitions } from '../../shared/table/conversation-days.ts';
import {
  conversationIndexKey,
  conversationPartition,
  parseConversationSort,
  parseQuarantineSort,
  quarantineDayPartitions,
  quarantineIndexKey,
} from '../../shared/table/index-keys.ts';
import { callbackDataItemOf, callbackDataPartitions } from '../../shared/table/items-beside.ts';
import { segment } from '../../shared/table/key-parts.ts';
import { auditKey } from '../../shared/table/keys.ts';
import { linkPrefixes } from '../../shared/table/links.ts';
import {
  parsePartitionKey,
  partitionKey,
  partitionKinds,
  partitionPrefix,
} from '../../shared/table/partition-key.ts';
import {
  changeAspects,
  isRunName,
  mediaSortPrefix,
  parseSortKey,
  type SortKey,
  toSortKey,
} from '../../shared/table/sort-key.ts';
import { toEventRecord } from '../../shared/table/to-event-record.ts';
import { fixtureReceivedAt, readFixtures } from '../../tools/dev/fixtures.ts';
import { deliveredStatus, receipt } from '../support/drafts.ts';

const text = fc.string({ minLength: 1, unit: 'grapheme' });
/** Pieces that mean something in a key, or could. */
const piece = fc.constantFrom('#', '%', '%23', '\n', '\u0085', ':', '/', 'group:', 'sha256:', 'a');
const tricky = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
const shortId = fc.oneof(text, tricky);
const id = fc.oneof(
  shortId,
  fc.string({ minLength: 250, maxLength: 600 }),
  // The id that another id's hash would be.
  fc.string({ minLength: 257, maxLength: 300 }).map((long) => `sha256:${hash('sha256', long)}`),
);
const provider = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const word = fc.stringMatching(/^[a-z]{1,12}$/);
const contentHash = fc.stringMatching(/^[0-9a-f]{32}$/);
const instant = fc
  .nat(4_000_000_000)
  .map((seconds) => new Date(Date.UTC(1970) + seconds * 1000).toISOString());

const original: fc.Arbitrary<SortKey> = fc.oneof(
  fc.constantFrom<SortKey>(
    { kind: 'message' },
    { kind: 'message', traffic: 'standby' },
    { kind: 'message', traffic: 'history' },
    { kind: 'placeholder' },
    { kind: 'item' },
    { kind: 'alias' },
  ),
  fc.record({
    kind: fc.constant('status'),
    traffic: fc.constant('standby'),
    status: word,
    participant: id,
  }),
  fc.record({
    kind: fc.constant('status'),
    traffic: fc.constant('standby'),
    status: word,
  }),
  fc.record({ kind: fc.constant('status'), status: word }),
  fc.record({ kind: fc.constant('status'), status: word, participant: id }),
  fc.record({ kind: fc.constant('billed'), itemHash: contentHash }),
  fc.record({ kind: fc.constant('media.stored'), index: fc.nat() }),
  fc.record({ kind: fc.constant('media.stored'), index: fc.nat(), copy: fc.nat() }),
  fc.record({ kind: fc.constant('media.failed'), index: fc.nat(), attempt: fc.nat() }),
  fc.record({
    kind: fc.constant('change'),
    aspect: fc.constantFrom(...changeAspects),
    at: fc.oneof(
      instant,
      instant.map((at) => at.slice(0, 10)),
    ),
    itemHash: contentHash,
  }),
  fc.record({ kind: fc.constant('conflict'), contentHash }),
  fc.record({ kind: fc.constantFrom('link', 'unlink', 'active'), name: id }),
  fc.record({ kind: fc.constant('decided'), name: id, at: instant }),
  fc.record({ kind: fc.constant('merged'), into: id }),
  fc.record({ kind: fc.constant('merged'), into: id, at: instant }),
  fc.record({ kind: fc.constant('reaction'), messageId: id }),
  fc.record({ kind: fc.constant('carrier'), of: fc.constantFrom('message', 'call'), id }),
);

const alternate = fc.record({
  kind: fc.constant('alternate' as const),
  name: shortId,
  of: original.map(toSortKey),
});

const sortKey = fc.oneof(
  original,
  alternate,
  fc.record({
    kind: fc.constant('replay' as const),
    run: fc.oneof(text, tricky).filter(isRunName),
    of: original.map(toSortKey),
  }),
);

/** The same with the hash of an id that is too long. */
function shorten(key: SortKey): SortKey {
  switch (key.kind) {
    case 'status': {
      const { participant } = key;
      return participant === undefined ? key : { ...key, participant: shortenId(participant) };
    }
    case 'link':
    case 'unlink':
    case 'active':
    case 'decided':
      return { ...key, name: shortenId(key.name) };
    case 'merged':
      return { ...key, into: shortenId(key.into) };
    case 'reaction':
      return { ...key, messageId: shortenId(key.messageId) };
    case 'carrier':
      return { ...key, id: shortenId(key.id) };
    default:
      return key;
  }
}

function shortenId(id: string): string {
  const part = segment(id);
  return part.startsWith('sha256:') ? part : id;
}

describe('partition keys', () => {
  const kind = fc.constantFrom(...partitionKinds.filter((each) => each !== 'callbackData'));

  it('give back what the record is about', () => {
    fc.assert(
      fc.property(kind, provider, id, (kind, provider, id) => {
        const pk = partitionKey(kind, provider, id);
        expect(parsePartitionKey(pk)).toEqual({ kind, provider, id: shortenId(id) });
        expect(pk.startsWith(partitionPrefix(kind))).toBe(true);
      }),
    );
  });

  it('are within the bytes that DynamoDB allows, and differ where ids differ', () => {
    fc.assert(
      fc.property(kind, id, id, (kind, one, other) => {
        const pk = partitionKey(kind, 'incs', one);
        expect(Buffer.byteLength(pk)).toBeLessThan(2_048);
        if (one !== other) expect(partitionKey(kind, 'incs', other)).not.toBe(pk);
      }),
    );
  });

  it('are as ids are written, where these have no special character', () => {
    const usual = fc.stringMatching(/^[A-Za-z0-9+/=_.:@ é-]{1,100}$/);
    fc.assert(
      fc.property(kind, usual, (kind, id) => {
        fc.pre(!id.startsWith('sha256:'));
        expect(partitionKey(kind, 'incs', id)).toBe(`${kind}#incs#${id}`);
      }),
    );
  });

  it('are not recognized in any other text', () => {
    fc.assert(
      fc.property(text, (other) => {
        expect(parsePartitionKey(other)).toBeUndefined();
      }),
    );
    expect(parsePartitionKey('message#incs#a#b')).toBeUndefined();
    expect(parsePartitionKey('message#incs#a#1')).toBeUndefined();
    expect(parsePartitionKey('callbackData#incs#a')).toBeUndefined();
    expect(parsePartitionKey('message#incs#50%')).toBeUndefined();
    expect(parsePartitionKey(auditKey('erasure', new Date(0)).pk)).toBeUndefined();
  });
});

describe('sort keys', () => {
  it('give back what happened', () => {
    fc.assert(
      fc.property(sortKey, (key) => {
        expect(parseSortKey(toSortKey(key))).toEqual(shorten(key));
      }),
    );
  });

  it('differ where something else happened, and give events of one thing different ids', () => {
    const partition = id.map((id) => partitionKey('message', 'incs', id));
    const event = fc.record({ pk: partition, key: fc.oneof(original, alternate) });
    fc.assert(
      fc.property(event, event, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        const [a, b] = [one, other].map(({ pk, key }) => ({ pk, sk: toSortKey(key) }));
        expect(JSON.stringify(a) === JSON.stringify(b)).toBe(same);
        expect(`${a?.pk}\n${a?.sk}`.split('\n')).toEqual([a?.pk, a?.sk]);
      }),
    );
  });

  it('are within the bytes that DynamoDB allows', () => {
    fc.assert(
      fc.property(fc.oneof(original, alternate), (key) => {
        expect(Buffer.byteLength(toSortKey(key))).toBeLessThan(1_024);
      }),
    );
  });

  it('of the media mirror, and of nothing else, have one beginning', () => {
    fc.assert(
      fc.property(sortKey, (key) => {
        const isMedia = key.kind === 'media.stored' || key.kind === 'media.failed';
        expect(toSortKey(key).startsWith(mediaSortPrefix)).toBe(isMedia);
      }),
    );
  });

  it.each(['', 'a#b', 'a%23b', 'a\nb', 'a'.repeat(257)])(
    'are not written for a run whose name would not be in them as it is: %j',
    (run) => {
      expect(isRunName(run)).toBe(false);
      expect(() => toSortKey({ kind: 'replay', run, of: 'message' })).toThrow(RangeError);
    },
  );

  it.each([
    ...[
      '',
      '#',
      'note',
      'media#x#stored',
      'media#0#',
      'status#',
      'status#read#a#b',
      'status#read#%',
    ],
    ...['link#', 'link#a#b', 'merged#a#b', 'merged#a#2026', 'decided#a', 'reaction#a#b'],
    ...['message#', 'message#a#b', 'call#', 'call#a#b'],
    ...['billed#7', 'replay#run', 'alternate#a', 'status#2026-01-02#a'],
  ])('do not include %j', (other) => {
    expect(parseSortKey(other)).toBeUndefined();
  });
});

describe('keys of conversations', () => {
  const channel = fc.constantFrom('whatsapp', 'rcs');
  const side = fc.oneof(shortId, fc.constant('group:979'));
  const parties = fc.oneof(
    fc.record({ channel, business: side, user: side }),
    fc.record({ channel, business: side, groupId: fc.oneof(shortId, fc.constant('979')) }),
  );
  type Parties = typeof parties extends fc.Arbitrary<infer T> ? T : never;
  const toKey = ({ channel, business, ...other }: Parties) =>
    'groupId' in other
      ? conversationKey({ channel, business: { id: business }, user: {}, ...other })
      : conversationKey({ channel, business: { id: business }, user: { id: other.user } });

  it('differ where the channel or a party differs', () => {
    fc.assert(
      fc.property(parties, parties, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(toKey(one) === toKey(other)).toBe(same);
      }),
      { numRuns: 5_000 },
    );
  });

  it('have three parts, from which the parties can be read', () => {
    fc.assert(
      fc.property(parties, (parties) => {
        const [channel, business, user = '', ...more] = toKey(parties).split('#');
        expect(more).toEqual([]);
        expect({ channel, business: decodeURIComponent(business ?? '') }).toEqual({
          channel: parties.channel,
          business: parties.business,
        });
        const [, group] = /^group:(.+)$/.exec(user) ?? [];
        if ('groupId' in parties) expect(decodeURIComponent(group ?? '')).toBe(parties.groupId);
        else expect([group, decodeURIComponent(user)]).toEqual([undefined, parties.user]);
      }),
    );
  });

  it('are read as the scope and the name of the user, or as a group', () => {
    fc.assert(
      fc.property(parties, (parties) => {
        const key = toKey(parties);
        const { channel, business } = parties;
        const scope = conversationScope({ channel, business: { id: business } });
        const user = 'user' in parties ? { user: parties.user } : {};
        expect(parseConversationKey(key)).toEqual({ scope, ...user });
        if ('user' in parties) expect(directKey(scope, parties.user)).toBe(key);
      }),
    );
    for (const other of ['', 'whatsapp', 'whatsapp#1', 'a#b#c#d', 'whatsapp#1#50%']) {
      expect(parseConversationKey(other)).toBeUndefined();
    }
  });

  it('begin as the partitions of a day do, which have none in common with them', () => {
    fc.assert(
      fc.property(parties, instant, (parties, at) => {
        const { channel, business } = parties;
        const scope = conversationScope({ channel, business: { id: business } });
        const days = conversationDayPartitions(scope, at.slice(0, 10));
        expect(new Set(days).size).toBe(4);
        for (const pk of days) {
          expect(pk.startsWith(`${scope}#`)).toBe(true);
          expect(parseConversationKey(pk)).toBeUndefined();
          expect(parsePartitionKey(pk)).toBeUndefined();
        }
      }),
    );
  });

  it('have no partition in common with event records of other things', () => {
    for (const word of [...partitionKinds, 'audit']) {
      expect(linkPrefixes.some((prefix) => `${word}#`.startsWith(prefix))).toBe(false);
    }
  });

  it('keep apart what a separator in an id would join', () => {
    const key = (business: string, user: string) => toKey({ channel: 'whatsapp', business, user });
    expect(key('a', 'b#c')).toBe('whatsapp#a#b%23c');
    expect(key('a#b', 'c')).toBe('whatsapp#a%23b#c');
    expect(key('a', 'group:979')).toBe('whatsapp#a#group%3A979');
    expect(toKey({ channel: 'whatsapp', business: 'a', groupId: '979' })).toBe(
      'whatsapp#a#group:979',
    );
  });
});

describe('index keys', () => {
  const uuid = fc.uuid();

  it('of the quarantine say when which record came, in a partition of that day', () => {
    fc.assert(
      fc.property(instant, uuid, text, (receivedAt, eventId, pk) => {
        const { partition, sort } = quarantineIndexKey({ receivedAt, eventId, pk });
        expect(parseQuarantineSort(sort)).toEqual({ receivedAt, pk });
        expect(quarantineDayPartitions(receivedAt.slice(0, 10))).toContain(partition);
      }),
    );
  });

  it('of a conversation say when the message was written', () => {
    fc.assert(
      fc.property(text, instant, (conversationKey, occurredAt) => {
        const { partition, sort } = conversationIndexKey({ conversationKey, occurredAt });
        expect(partition).toBe(conversationPartition(conversationKey));
        expect(parseConversationSort(sort)).toBe(occurredAt);
      }),
    );
  });

  it('of a conversation sort as text by time', () => {
    const sortOf = (occurredAt: string) =>
      conversationIndexKey({ conversationKey: 'a', occurredAt }).sort;
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        expect(sortOf(a) < sortOf(b)).toBe(Date.parse(a) < Date.parse(b));
      }),
    );
  });
});

it('a text of the owner’s has four partitions, and the messages with one text are in all of them', () => {
  const partitionOf = (messageId: string, callbackData: string) => {
    const draft = deliveredStatus(messageId);
    const { event } = toEventRecord({ ...draft, data: { ...draft.data, callbackData } }, receipt);
    return callbackDataItemOf(event)?.key.pk ?? '';
  };
  fc.assert(
    fc.property(id, id, (callbackData, messageId) => {
      const partitions = callbackDataPartitions('incs', callbackData);
      expect(new Set(partitions).size).toBe(4);
      expect(partitions).toContain(partitionOf(messageId, callbackData));
      for (const pk of partitions) {
        const known = { kind: 'callbackData', provider: 'incs', id: shortenId(callbackData) };
        expect(parsePartitionKey(pk)).toEqual(known);
        expect(Buffer.byteLength(pk)).toBeLessThan(2_048);
      }
    }),
  );
  const ofCampaign = Array.from({ length: 1_000 }, (_, n) => partitionOf(`wamid.${n}`, 'campaign'));
  for (const of of Map.groupBy(ofCampaign, (pk) => pk).values()) {
    expect(of.length).toBeLessThan(300);
  }
});

it('every event of the fixtures with the owner’s text has an item that leads to its record', async () => {
  const found = new Set<string>();
  for (const { provider, payload } of readFixtures()) {
    const adapter = await loadProvider(provider);
    const receipt = { provider, receivedAt: fixtureReceivedAt };
    const body = { text: payload, headers: {} };
    const { records } = toEventRecords(body, adapter, receipt, { channels: {} });
    for (const { key, event } of records) {
      const isWithText = JSON.stringify(event.detail).includes('"callbackData":');
      const item = callbackDataItemOf(event);
      expect(item !== undefined).toBe(isWithText && event['detail-type'] !== 'callback.received');
      if (item === undefined) continue;
      expect(item.alias).toBe(key.pk);
      expect(parsePartitionKey(item.key.pk)).toMatchObject({ kind: 'callbackData', provider });
      expect(parseSortKey(item.key.sk)).toMatchObject({ kind: 'carrier' });
      found.add(event['detail-type']);
    }
  }
  expect([...found].sort()).toEqual([
    'call.updated',
    'message.received',
    'message.sent',
    'message.status.updated',
  ]);
});

it('every record of the fixtures has keys that can be parsed', async () => {
  for (const { provider, name, payload } of readFixtures()) {
    const adapter = await loadProvider(provider);
    const receipt = { provider, receivedAt: fixtureReceivedAt };
    const body = { text: payload, headers: {} };
    const { records } = toEventRecords(body, adapter, receipt, { channels: {} });
    for (const { key, conversation, quarantine } of records) {
      const place = `${provider}/${name} ${key.pk} ${key.sk}`;
      expect(parsePartitionKey(key.pk), place).toMatchObject({ provider });
      expect(toSortKey(parseSortKey(key.sk) ?? { kind: 'item' }), place).toBe(key.sk);
      if (conversation) expect(parseConversationSort(conversation.sort), place).toBeDefined();
      if (quarantine) expect(parseQuarantineSort(quarantine.sort)?.pk, place).toBe(key.pk);
    }
  }
});
