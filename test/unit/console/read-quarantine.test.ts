import { expect, it } from 'vitest';
import { quarantineDayPartitions } from '../../../shared/table/index-keys.ts';
import { groupQuarantined } from '../../../tools/console/server/read-quarantine.ts';
import type { EventsTable, TableItem } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import { goldenEvent } from '../../support/golden-events.ts';

const day = '2026-01-02';
const partitions = quarantineDayPartitions(day);
const quarantined = goldenEvent(
  'callback.quarantined',
  ({ detail }) => detail.data.path !== undefined,
);

/** An item that was received in this second of the day. */
function itemAt(second: number, path: string): TableItem {
  const receivedAt = new Date(Date.parse(`${day}T00:00:00Z`) + second * 1_000).toISOString();
  const { metadata, data } = quarantined.detail;
  const detail = { metadata: { ...metadata, receivedAt }, data: { ...data, path } };
  const key = { pk: `quarantine#${metadata.provider}#${second}`, sk: 'item' };
  return { key, event: { ...quarantined, detail } } as TableItem;
}

/** A table whose items are spread over the partitions of the day. The last partition responds first. */
function tableOf(items: readonly TableItem[]): EventsTable {
  const spread = items.map((item, at) => ({ item, partition: partitions[at % partitions.length] }));
  const readQuarantine: EventsTable['readQuarantine'] = async (partition) => {
    for (let turn = partitions.indexOf(partition); turn < partitions.length; turn += 1) {
      await Promise.resolve();
    }
    return spread.filter((each) => each.partition === partition).map(({ item }) => item);
  };
  return { readQuarantine } as EventsTable;
}

it('the items of each path are a group, the largest first, with its newest 50', async () => {
  const many = Array.from({ length: 60 }, (_, second) => itemAt(second, '$.text.body'));
  const few = [itemAt(100, '$.from'), itemAt(101, '$.from')];
  const groups = await groupQuarantined(
    tableOf([...few, ...many]),
    day,
    new Date(`${day}T12:00:00Z`),
  );
  expect(groups).toMatchObject([
    { path: '$.text.body', count: 60 },
    { path: '$.from', count: 2, items: [{ pk: few[1]?.key.pk }, { pk: few[0]?.key.pk }] },
  ]);
  const newest = many.toReversed().slice(0, 50);
  expect(groups[0]?.items.map(({ pk }) => pk)).toEqual(newest.map(({ key }) => key.pk));
});
