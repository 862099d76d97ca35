/** Prints the events that a provider's callback body becomes: `npm run -s normalize -- --help`. */
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { toEventRecords } from '../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { decodeUtf8 } from '../../shared/json.ts';
import {
  type BodyCodec,
  type DecodedBody,
  decodeBody,
  jsonCodec,
} from '../../shared/provider/body-codec.ts';
import { readChannels } from '../../shared/runtime/provider-channels.ts';
import { endWithOutput } from '../command-line/closed-output.ts';
import { CommandError, UsageError } from '../command-line/command-error.ts';
import { runCommand } from '../command-line/run-command.ts';
import { providerIds, refuseUnknown } from '../operator/known-values.ts';

const help = `usage: npm run -s normalize -- <provider> < body
       npm run -s normalize -- --list [--json]

Takes the body as the provider sends it. Prints one JSON line for each event: {"source","detail-type","detail"}.
An unrecognized item prints a callback.quarantined event. Unmapped and ignored items print only a note on
standard error.

  --list             list the providers and the events that they send
  --json             print the list as JSON
  --fixture          the input is the JSON of a fixture, which this provider may send in another format
  --content-type T   the header of the callback; default: that of the provider
  --channels JSON    configuration of the provider's channels, as in docs/configuration.md
  --help             this text

exit codes: 0 done, 1 the input cannot be decoded, 2 usage`;

endWithOutput();
await runCommand('npm run -s normalize', async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean' },
      json: { type: 'boolean' },
      fixture: { type: 'boolean' },
      'content-type': { type: 'string' },
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
  const adapter = await loadProvider(id);
  const codec = values.fixture ? jsonCodec : adapter.codec;
  const headers = { 'content-type': values['content-type'] ?? codec.contentType };
  const body = { ...readBody(await buffer(process.stdin), headers, codec), headers };
  const { records, unmapped, ignored } = toEventRecords(body, adapter, receipt, context);
  for (const { event } of records) console.log(JSON.stringify(event));
  for (const { key } of unmapped) console.error(`unmapped, the gateway would store it as ${key}`);
  for (const { providerEvent, reason } of ignored)
    console.error(`ignored ${providerEvent}: ${reason}`);
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

/** @throws {CommandError} for a body that is not in the provider's format */
function readBody(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  codec: BodyCodec,
): DecodedBody {
  const decoded = decodeBody({ body, headers }, codec);
  if (decoded.kind === 'decoded') return decoded;
  const { reason, problem } = decoded;
  const where = codec === jsonCodec ? findSyntaxError(decodeUtf8(body) ?? '') : '';
  throw new CommandError(`the input cannot be decoded: ${reason}, ${problem}${where}`);
}

/** Where text is not JSON, if V8's message says so. The rest of that message quotes the text. */
function findSyntaxError(json: string): string {
  try {
    JSON.parse(json);
  } catch (error) {
    const [place] = /at position \d+( \(line \d+ column \d+\))?/.exec(String(error)) ?? [];
    if (place !== undefined) return ` ${place}`;
  }
  return '';
}

function readChannelsOption(json: string | undefined): ReturnType<typeof readChannels> {
  try {
    return readChannels(json);
  } catch {
    throw new UsageError('--channels is not a channel directory: see docs/configuration.md');
  }
}
