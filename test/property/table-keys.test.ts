import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toEventRecords } from '../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import {
  conversationIndexKey,
  conversationPartition,
  parseConversationSort,
  parseQuarantineSort,
  quarantineDayPartitions,
  quarantineIndexKey,
} from '../../shared/table/index-keys.ts';
import {
  auditKey,
  changeAspects,
  mediaSortPrefix,
  parsePartitionKey,
  parseSortKey,
  partitionKey,
  partitionKinds,
  partitionPrefix,
  type SortKey,
  segment,
  toSortKey,
} from '../../shared/table/keys.ts';
import { fixtureReceivedAt, readFixtures } from '../../tools/dev/fixtures.ts';

const text = fc.string({ minLength: 1, unit: 'grapheme' });
const id = fc.oneof(text, fc.string({ minLength: 250, maxLength: 600 }));
const provider = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const word = fc.stringMatching(/^[a-z]{1,12}$/);
const contentHash = fc.stringMatching(/^[0-9a-f]{32}$/);
const instant = fc
  .nat(4_000_000_000)
  .map((seconds) => new Date(Date.UTC(1970) + seconds * 1000).toISOString());

const original: fc.Arbitrary<SortKey> = fc.oneof(
  fc.constantFrom<SortKey>({ kind: 'message' }, { kind: 'item' }, { kind: 'alias' }),
  fc.record({ kind: fc.constant('status'), status: word }),
  fc.record({ kind: fc.constant('status'), status: word, participant: id }),
  fc.record({ kind: fc.constant('billed'), contentHash }),
  fc.record({ kind: fc.constant('media.stored'), index: fc.nat() }),
  fc.record({ kind: fc.constant('media.failed'), index: fc.nat(), attempt: fc.nat() }),
  fc.record({
    kind: fc.constant('change'),
    aspect: fc.constantFrom(...changeAspects),
    at: fc.oneof(
      instant,
      instant.map((at) => at.slice(0, 10)),
    ),
    value: id,
  }),
  fc.record({ kind: fc.constant('alternate'), providerEvent: text }),
  fc.record({ kind: fc.constant('conflict'), contentHash }),
);

const sortKey = fc.oneof(
  original,
  fc.record({
    kind: fc.constant('replay' as const),
    run: fc.string().filter((run) => !run.includes('#')),
    of: original.map(toSortKey),
  }),
);

/** An id that is too long is in a key by its hash. */
function shorten(key: SortKey): SortKey {
  if (key.kind === 'change') return { ...key, value: segment(key.value) };
  if (key.kind !== 'status' || key.participant === undefined) return key;
  return { ...key, participant: segment(key.participant) };
}

describe('partition keys', () => {
  const kind = fc.constantFrom(...partitionKinds);

  it('give back what the record is about', () => {
    fc.assert(
      fc.property(kind, provider, id, (kind, provider, id) => {
        const pk = partitionKey(kind, provider, id);
        expect(parsePartitionKey(pk)).toEqual({ kind, provider, id: segment(id) });
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

  it('are not recognized in any other text', () => {
    fc.assert(
      fc.property(text, (other) => {
        expect(parsePartitionKey(other)).toBeUndefined();
      }),
    );
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

  it('are within the bytes that DynamoDB allows', () => {
    fc.assert(
      fc.property(original, (key) => {
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

  it('are not written for a run whose name could not be read back', () => {
    expect(() => toSortKey({ kind: 'replay', run: 'a#b', of: 'message' })).toThrow(RangeError);
  });

  it.each(['', '#', 'note', 'media#x#stored', 'media#0#', 'status#', 'billed#7', 'replay#run'])(
    'do not include %j',
    (other) => {
      expect(parseSortKey(other)).toBeUndefined();
    },
  );
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
