import { describe, expect, it } from 'vitest';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import type { TableItem } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import { readQuarantine } from '../../../tools/operator/replay/read-quarantine.ts';
import { isSelected } from '../../../tools/operator/replay/select-records.ts';
import { textMessage } from '../../support/drafts.ts';

const range = { from: '2026-01-02T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z' };

function itemOf(receivedAt: string, fields: Partial<TableItem> = {}, provider = 'incs'): TableItem {
  return {
    ...toEventRecord(textMessage(), { provider, receivedAt }),
    raw: () => undefined,
    payloadKey: undefined,
    isPublished: true,
    isInQuarantine: true,
    alias: undefined,
    userHashes: undefined,
    ...fields,
  };
}

const within = '2026-01-02T03:04:07.000Z';
const pk = 'message#incs#wamid.A';

describe('what a command is about', () => {
  it.each<[string, boolean, TableItem]>([
    ['at its first instant', true, itemOf(range.from)],
    ['within it', true, itemOf(within)],
    ['at its end', false, itemOf(range.to)],
    ['before it', false, itemOf('2026-01-01T23:59:59.999Z')],
    ['within it, of another provider', false, itemOf(within, {}, 'meta')],
    ['within it, that was not published', false, itemOf(within, { isPublished: false })],
    ['within it, of a replay', false, itemOf(within, { key: { pk, sk: 'replay#run#message' } })],
    ['without an event', false, itemOf(within, { event: undefined })],
  ])('by a range and a provider, of a record %s: %j', (_, isAbout, item) => {
    expect(isSelected(item, { range, provider: 'incs' })).toBe(isAbout);
  });

  it('is everything that was published without either', () => {
    const items = [
      itemOf(within),
      itemOf(range.to, {}, 'meta'),
      itemOf(within, { isPublished: false }),
    ];
    expect(items.map((item) => isSelected(item, {}))).toEqual([true, true, false]);
  });
});

it('the quarantine of a range has no other record of its days, and the oldest first', async () => {
  const day = [
    itemOf('2026-01-02T12:00:00.000Z'),
    itemOf('2026-01-02T10:00:00.000Z'),
    itemOf('2026-01-02T11:00:00.000Z', {}, 'meta'),
    itemOf('2026-01-02T13:00:00.000Z'),
  ];
  let reads = 0;
  const found = await readQuarantine(
    {
      readQuarantine: async () => {
        reads += 1;
        return reads === 1 ? day : [];
      },
    },
    { range: { ...range, to: '2026-01-02T13:00:00.000Z' }, provider: 'incs' },
  );
  expect(found.map(({ event }) => event.detail.metadata.receivedAt)).toEqual([
    '2026-01-02T10:00:00.000Z',
    '2026-01-02T12:00:00.000Z',
  ]);
});
