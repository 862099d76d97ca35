import { defineCommand } from '../command.ts';
import { openStores } from '../gateway/open-stores.ts';
import { eventTypes, providerOption } from '../known-values.ts';
import { openRecordSource, recordSourceOptions } from '../record-source/open-record-source.ts';
import { isSelected } from '../replay/select-records.ts';
import { readTimeRange, timeRangeOptions } from '../time-range.ts';

export const exportEvents = defineCommand({
  name: 'export',
  summary: 'print the events of a time range as lines of JSON',
  details: `Each line is {"source","detail-type","detail"}: the event as it was first published. The lines are in
no order. Alternates, conflicts and replays are excluded.`,
  writes: false,
  options: {
    ...timeRangeOptions,
    provider: providerOption('only events of this provider'),
    type: {
      type: 'string',
      value: 'TYPE',
      oneOf: eventTypes,
      help: 'only events of this detail-type, such as message.received',
    },
    ...recordSourceOptions,
  },
  async run(values, _names, context) {
    const { output, now } = context;
    const selection = { range: readTimeRange(values, now()), provider: values.provider };
    const source = await openRecordSource(values, await openStores(context), context);
    await source.read(async (records) => {
      for (const record of records) {
        if (!isSelected(record, selection)) continue;
        if (values.type !== undefined && record.event['detail-type'] !== values.type) continue;
        output.line(JSON.stringify(record.event));
      }
    });
    return 0;
  },
});
