import { defineCommand } from '../command.ts';
import {
  describeEventSelection,
  eventSelectionOptions,
  readCount,
  readEventSelection,
} from '../event-selection.ts';
import { followBus } from '../gateway/follow-bus.ts';
import { describeEventLine } from '../terminal/describe-event-line.ts';

export const tail = defineCommand({
  name: 'tail',
  summary: 'print the events on the bus as they arrive',
  details: `Prints one line an event, until Ctrl-C: when it was received (UTC), its type, its provider, and its first words.
With --json, or into a pipe, it prints each event as JSON, as a rule's target receives it. On AWS it creates a
rule and a queue, and deletes them at the end.`,
  writes: false,
  options: {
    ...eventSelectionOptions,
    'since-start': {
      type: 'boolean',
      help: 'emulator only: begin with the events that are already on the bus',
    },
    count: { type: 'string', value: 'N', help: 'end after N events' },
  },
  async run(values, _names, { connect, output }) {
    const isWanted = readEventSelection(values);
    const count = readCount(values.count);
    const gateway = await connect();
    const following = { command: 'tail', sinceStart: values['since-start'] };
    output.progress(
      `waiting for ${describeEventSelection(values)} on the bus of ${gateway.name}; Ctrl-C ends it`,
    );
    let printed = 0;
    for await (const event of followBus(gateway, following, output)) {
      if (!isWanted(event)) continue;
      output.entry(event, (arrived) => [describeEventLine(arrived)]);
      printed += 1;
      if (printed >= count) break;
    }
    return 0;
  },
});
