import { UsageError } from '../../command-line/command-error.ts';
import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import { compilePattern, type PatternMatcher } from '../../event-pattern/pattern.ts';
import { followDeployedBus } from '../aws/eventbridge-tail.ts';
import { defineCommand } from '../command.ts';
import { followEmulatorBus } from '../gateway/follow-emulator-bus.ts';
import { describeEventLine } from '../terminal/describe-event-line.ts';

export const tail = defineCommand({
  name: 'tail',
  summary: 'print the events on the bus as they arrive',
  details: `Prints one line an event, until Ctrl-C: when it was received (UTC), its type, its provider, and its first words.
With --json, or into a pipe, it prints each event as JSON, as a rule's target receives it. On AWS it creates a
rule and a queue, and deletes them at the end.`,
  writes: false,
  options: {
    pattern: {
      type: 'string',
      value: 'JSON',
      help: 'only events that match an EventBridge pattern: \'{"detail-type":["message.received"]}\'',
    },
    'since-start': {
      type: 'boolean',
      help: 'emulator only: begin with the events that are already on the bus',
    },
    count: { type: 'string', value: 'N', help: 'end after N events' },
  },
  async run(values, _names, { connect, output }) {
    const matches = readPattern(values.pattern);
    const count = readCount(values.count);
    const gateway = await connect();
    const events: AsyncIterable<EventEnvelope> =
      gateway.localOrigin === undefined
        ? followDeployedBus(gateway, output)
        : followEmulatorBus(
            gateway.localOrigin,
            gateway.resources.eventBus,
            values['since-start'] ?? false,
          );
    let printed = 0;
    for await (const event of events) {
      if (!matches(event)) continue;
      output.entry(event, (arrived) => [describeEventLine(arrived)]);
      printed += 1;
      if (printed >= count) break;
    }
    return 0;
  },
});

function readCount(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError('--count must be a number from 1');
  return count;
}

function readPattern(json: string | undefined): PatternMatcher {
  if (json === undefined) return () => true;
  try {
    return compilePattern(JSON.parse(json));
  } catch (error) {
    throw new UsageError(`--pattern: ${error instanceof Error ? error.message : String(error)}`);
  }
}
