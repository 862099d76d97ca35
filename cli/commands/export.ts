import { defineCommand } from '../command.ts';
import { openStores } from '../gateway/open-stores.ts';
import { createProgress } from '../progress.ts';
import { isSelected } from '../replay/select-facts.ts';
import { announceScan, scanOptions } from '../scan-cost.ts';
import { readTimeRange, timeRangeOptions } from '../time-range.ts';

export const exportEvents = defineCommand({
  name: 'export',
  summary: 'print every event of a time range as a line of JSON',
  details: `Each line is {"source","detail-type","detail"}: the event as it was published first. The order is
not that of time. Second tellings, conflicts and replays are left out.`,
  writes: false,
  options: {
    ...timeRangeOptions,
    provider: { type: 'string', value: 'ID', help: 'only events of this provider' },
    type: { type: 'string', value: 'TYPE', help: 'only this detail-type: message.received' },
    ...scanOptions,
  },
  async run(values, _names, { connect, output, now }) {
    const selection = { range: readTimeRange(values, now()), provider: values.provider };
    const { table } = await openStores({ connect });
    const { segments } = announceScan(await table.size(), values['accept-cost'], output);
    const count = createProgress(output, now, (read) => `${read} facts read`);
    await table.scan(segments, async (facts) => {
      for (const fact of facts) {
        if (!isSelected(fact, selection)) continue;
        if (values.type !== undefined && fact.event['detail-type'] !== values.type) continue;
        output.line(JSON.stringify(fact.event));
      }
      count(facts.length);
    });
    return 0;
  },
});
