import type { TableRecord } from '../aws/dynamodb-events-table.ts';
import { defineCommand } from '../command.ts';
import { openStores } from '../gateway/open-stores.ts';
import { providerOption } from '../known-values.ts';
import { readQuarantine, readReason } from '../replay/read-quarantine.ts';
import { readTimeRange, timeRangeOptions } from '../time-range.ts';

export const quarantineList = defineCommand({
  name: 'quarantine list',
  summary: 'list unrecognized items',
  details: 'Lists quarantined items, and messages whose content is `unknown`.',
  writes: false,
  options: {
    ...timeRangeOptions,
    provider: providerOption('only of this provider'),
  },
  async run(values, _names, { connect, output, now }) {
    const range = readTimeRange(values, now());
    const { table } = await openStores({ connect });
    const records = await readQuarantine(table, { range, provider: values.provider });
    const columns = ['receivedAt', 'provider', 'providerEvent', 'pk', 'reason'] as const;
    output.list(records.map(toListed), columns, 'reason');
    if (records.length === 0) output.progress('no unrecognized items in this range');
    return 0;
  },
});

/** What the list shows of a record; nothing of its body. */
function toListed({ key, event }: TableRecord) {
  const { receivedAt, provider, providerEvent } = event.detail.metadata;
  const { reason, path, problem } = readReason(event);
  return {
    receivedAt,
    provider,
    providerEvent,
    pk: key.pk,
    reason: [reason, path, problem].filter(Boolean).join(' '),
  };
}
