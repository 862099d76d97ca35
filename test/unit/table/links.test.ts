import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import { toLinkRecord, toMergedRecord } from '../../../shared/table/link-records.ts';
import { linksOf } from '../../../shared/table/links.ts';
import { resolvePerson } from '../../../shared/table/resolve-person.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const scope = 'whatsapp#15550100001';
const [phone, id] = ['447700900123', 'GB.13491208655302741918'];
const link = { scope, stronger: id, weaker: phone };

function eventOf(draft: EventDraft) {
  return toEventRecord(draft, receipt).event;
}

const seen = eventOf(textMessage());

describe('the links that an event shows', () => {
  it('are of every member of a group that has two names', () => {
    const event = eventOf({
      type: 'group.updated',
      providerEvent: 'group_participants_update',
      channel: 'whatsapp',
      data: {
        group: { id: '7' },
        business: { phone: '15550100001' },
        aspect: 'participants',
        current: 'add',
        participants: [
          { change: 'added', phone, id },
          { change: 'added', phone: '447700900124' },
          { change: 'failed', phone: '447700900125', id: 'GB.2' },
        ],
      },
      item: {},
    });
    const other = { scope, stronger: 'GB.2', weaker: '447700900125' };
    expect(linksOf(event)).toEqual([link, other]);
  });

  it('do not include the link that it announces', () => {
    expect(linksOf(toLinkRecord(link, seen).event)).toEqual([]);
  });
});

describe('the record that follows from a link', () => {
  it('is not marked as a replay, although the event that showed the link is', () => {
    const { detail } = seen;
    const metadata = { ...detail.metadata, replayed: true } as const;
    const replayed = { ...seen, detail: { ...detail, metadata } } as typeof seen;
    expect(toLinkRecord(link, replayed).event.detail.metadata).not.toHaveProperty('replayed');
  });

  it.each([
    ['before', '2026-01-01T00:00:00.000Z', '2026-01-02T03:04:05.000Z'],
    ['at', '2026-01-02T03:04:05.000Z', '2026-01-02T03:04:05.001Z'],
    ['after', '2026-01-03T00:00:00.000Z', '2026-01-03T00:00:00.001Z'],
  ])(
    'happened later than a decision that was made %s the time of the event',
    (_, decidedAt, at) => {
      const merge = { name: phone, into: id, decidedAt };
      const { metadata } = toMergedRecord(scope, merge, seen).event.detail;
      expect(metadata.occurredAt).toBe(at);
    },
  );
});

describe('the names of a person', () => {
  const resolve = async (
    links: readonly (readonly [string, string])[],
    unlinked: string[] = [],
  ) => {
    const reads: string[] = [];
    const person = await resolvePerson(scope, 'GB.0', async (pk) => {
      const name = pk.slice(scope.length + 1);
      reads.push(name);
      const linked = links.flatMap(([one, other]) =>
        one === name ? [`link#${other}`] : other === name ? [`link#${one}`] : [],
      );
      return [
        ...linked,
        ...unlinked.map((other) => `unlink#${other}`).filter(() => name === 'GB.0'),
      ];
    });
    return { ...person, reads };
  };

  it('are read in at most 16 partitions, however many are linked', async () => {
    const links = Array.from({ length: 40 }, (_, at) => ['GB.0', `4477009001${10 + at}`] as const);
    const { names, reads, isCut } = await resolve(links);
    expect([names.length, reads.length, isCut]).toEqual([16, 16, true]);
  });

  it('have no link that an operator has undone, also where both are known by another way', async () => {
    const links = [
      ['GB.0', phone],
      ['GB.0', 'GB.1'],
      ['GB.1', phone],
    ] as const;
    const person = await resolve(links, [phone]);
    expect(person.names).toEqual(['GB.0', 'GB.1', phone]);
    expect(person.links).toEqual([
      ['GB.0', 'GB.1'],
      ['GB.1', phone],
    ]);
  });
});
