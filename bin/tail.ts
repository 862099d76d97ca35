/** Prints the events of the local bus as they come: `npm run -s tail -- --help`. */
import { parseArgs } from 'node:util';
import {
  connectionOptions,
  fetchLocally,
  findLocalOrigin,
} from '../local/command-line/connection.ts';
import { runCommand, UsageError } from '../local/command-line/run-command.ts';
import type { LoggedEvent } from '../local/event-bridge/event-log.ts';
import { compilePattern, type PatternMatcher } from '../local/event-bridge/pattern.ts';

const help = `usage: npm run -s tail -- --local [--pattern JSON] [--since-start]

Prints each event of the local gateway's bus as a JSON line, as a rule's target gets it, until Ctrl-C.

  --pattern JSON     only events that match an EventBridge pattern, for instance
                     '{"detail-type":["message.received"]}'
  --since-start      everything that is in the bus already first
  --count N          ends after N events
  --port N           the gateway's port; default: the one that runs on --data, else 8787
  --data DIR         its data directory; default .tributary
  --help             this text

exit codes: 0 done, 1 failed, 2 usage`;

/** How long the gateway holds a question before it answers that nothing came. */
const waitMs = 30_000;

await runCommand(help, async () => {
  const { stack: _, ...options } = connectionOptions;
  const { values } = parseArgs({
    options: {
      ...options,
      pattern: { type: 'string' },
      'since-start': { type: 'boolean' },
      count: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const matches = readPattern(values.pattern);
  const count = Number(values.count ?? Number.POSITIVE_INFINITY);
  const events = `${findLocalOrigin(values)}/_local/events`;
  const newest = (await fetchLocally(`${events}?since=0&limit=0`)).headers.get(
    'tributary-last-sequence',
  );
  let since = values['since-start'] ? 0 : Number(newest);
  for (let printed = 0; printed < count; ) {
    const lines = (
      await (await fetchLocally(`${events}?since=${since}&wait=${waitMs}`)).text()
    ).split('\n');
    for (const line of lines.filter((each) => each !== '')) {
      const { sequence, event }: LoggedEvent = JSON.parse(line);
      since = sequence;
      if (!matches(event) || printed >= count) continue;
      console.log(JSON.stringify(event));
      printed += 1;
    }
  }
  return 0;
});

function readPattern(json: string | undefined): PatternMatcher {
  if (json === undefined) return () => true;
  try {
    return compilePattern(JSON.parse(json));
  } catch (error) {
    throw new UsageError(`--pattern: ${error instanceof Error ? error.message : String(error)}`);
  }
}
