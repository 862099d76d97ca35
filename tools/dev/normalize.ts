/** Prints the events that a provider's callback body becomes: `npm run -s normalize -- --help`. */
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { toEventRecords } from '../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { readChannels } from '../../shared/runtime/provider-channels.ts';
import { endWithOutput } from '../command-line/closed-output.ts';
import { CommandError, UsageError } from '../command-line/command-error.ts';
import { runCommand } from '../command-line/run-command.ts';
import { providerIds, refuseUnknown } from '../operator/known-values.ts';

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
await runCommand('npm run -s normalize', async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean' },
      json: { type: 'boolean' },
      channels: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (values.list) {
    console.log(values.json ? JSON.stringify(providers, null, 2) : list());
    return 0;
  }
  const [id, ...others] = positionals;
  if (id === undefined) {
    console.error(help);
    return 2;
  }
  if (others.length > 0) throw new UsageError('name one provider');
  refuseUnknown('provider', id, providerIds);
  const context = { channels: readChannelsOption(values.channels) };
  const receipt = { provider: id, receivedAt: new Date().toISOString() };
  const body = { text: await text(process.stdin), headers: {} };
  const adapter = await loadProvider(id);
  const { records, unmapped, ignoredCount } = readBody(() =>
    toEventRecords(body, adapter, receipt, context),
  );
  for (const { event } of records) console.log(JSON.stringify(event));
  for (const { key } of unmapped) console.error(`unmapped, the gateway would store it as ${key}`);
  if (ignoredCount > 0) console.error(`ignored items: ${ignoredCount}`);
  return 0;
});

function list(): string {
  return providers
    .flatMap(({ id, name, providerEvents }) => [
      `${id} (${name})`,
      ...providerEvents.map(
        ({ name: event, events, ignored }) =>
          `  ${event} → ${events.join(', ') || (ignored ? 'ignored' : 'unmapped')}`,
      ),
    ])
    .join('\n');
}

/** @throws {CommandError} for a body that is not JSON */
function readBody<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new CommandError(`the input is not JSON${whereOf(error)}`);
    throw error;
  }
}

/** Where the input is not JSON, if V8's message says so. The rest of that message quotes the input. */
function whereOf(error: SyntaxError): string {
  const [place] = /at position \d+( \(line \d+ column \d+\))?/.exec(error.message) ?? [];
  return place === undefined ? '' : ` ${place}`;
}

function readChannelsOption(json: string | undefined): ReturnType<typeof readChannels> {
  try {
    return readChannels(json);
  } catch {
    throw new UsageError('--channels is not a channel directory: see docs/configuration.md');
  }
}
