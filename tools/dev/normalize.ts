/** Prints the events that a provider's callback body becomes: `npm run -s normalize -- --help`. */
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { toEventRecords } from '../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { readChannels } from '../../shared/runtime/provider-channels.ts';
import { endWithOutput } from '../command-line/closed-output.ts';

const help = `usage: npm run -s normalize -- <provider> < payload.json
       npm run -s normalize -- --list [--json]

Prints one JSON line for each event: {"source","detail-type","detail"}. An unrecognized item prints
a callback.quarantined event. Unmapped and ignored items print only a note on standard error.

  --list             list the providers and the events that they send
  --json             print the list as JSON
  --channels JSON    configuration of the provider's channels, as in docs/configuration.md
  --help             this text

exit codes: 0 done, 1 the input is not JSON, 2 usage`;

endWithOutput();
process.exitCode = await run();

async function run(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        list: { type: 'boolean' },
        json: { type: 'boolean' },
        channels: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return print(help);
    if (values.list) return print(values.json ? JSON.stringify(providers, null, 2) : list());
    const [id] = positionals;
    if (id === undefined || positionals.length > 1) return fail(help, 2);
    const adapter = await loadProvider(id);
    const context = { channels: readChannelsOption(values.channels) };
    const receipt = { provider: id, receivedAt: new Date().toISOString() };
    const body = { text: await text(process.stdin), headers: {} };
    const { records, unmapped, ignoredCount } = toEventRecords(body, adapter, receipt, context);
    for (const { event } of records) print(JSON.stringify(event));
    for (const { key } of unmapped) note(`unmapped, the gateway would store it as ${key}`);
    if (ignoredCount > 0) note(`ignored items: ${ignoredCount}`);
    return 0;
  } catch (error) {
    if (error instanceof SyntaxError) return fail(`the input is not JSON${whereOf(error)}`, 1);
    return fail(error instanceof Error ? error.message : String(error), 2);
  }
}

function list(): string {
  return providers
    .flatMap(({ id, name, providerEvents }) => [
      `${id} (${name})`,
      ...providerEvents.map(
        (event) => `  ${event.name} → ${event.events.join(', ') || 'unmapped'}`,
      ),
    ])
    .join('\n');
}

/** Where the input is not JSON, if V8's message says so. The rest of that message quotes the input. */
function whereOf(error: SyntaxError): string {
  const [place] = /at position \d+( \(line \d+ column \d+\))?/.exec(error.message) ?? [];
  return place === undefined ? '' : ` ${place}`;
}

function readChannelsOption(text: string | undefined): ReturnType<typeof readChannels> {
  try {
    return readChannels(text);
  } catch {
    throw new Error('--channels is not a channel directory: see docs/configuration.md');
  }
}

function print(line: string): 0 {
  process.stdout.write(`${line}\n`);
  return 0;
}

function fail(message: string, code: 1 | 2): 1 | 2 {
  note(message);
  return code;
}

function note(message: string): void {
  process.stderr.write(`${message}\n`);
}
