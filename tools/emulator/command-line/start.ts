import type { RequestListener } from 'node:http';
import { parseArgs } from 'node:util';
import { UsageError } from '../../command-line/command-error.ts';
import { startCommand } from '../../command-line/how-to-run.ts';
import { defaultDataDirectory, defaultPort } from '../../emulator-client/running-emulator.ts';
import { startEmulator } from '../emulator.ts';
import { endpointVariables } from '../engines/endpoint-variables.ts';
import { readyText } from './ready-text.ts';
import { readReplacements } from './replacements.ts';
import { stopRequest } from './stop-request.ts';

const help = `usage: ${startCommand('[options]')}

Runs the CDK app of this folder on this machine: its gateways with their built functions, and what else is in
its stacks, on an emulator of AWS. What the emulator cannot run is left out and named. No AWS account and no
Docker is needed.

  --port N               port for callbacks; default ${defaultPort}, 0 takes a free port
  --data DIR             directory for the state; default ${defaultDataDirectory}
  --ephemeral            do not save the state
  --stack NAME           run this stack and those that it imports of; may be repeated; default: all
  -c, --context KEY=VALUE  context for the app: stage=dev; may be repeated
  --assembly DIR         run a synthesized app (cdk.out) instead of synthesizing one
  --quiet                do not print the logs of the functions
  --help                 print this help

Each of these variables names an endpoint that replaces an engine of the emulator:
${endpointVariables.join(', ')}

exit codes: 0 stopped, 1 failed, 2 usage`;

/**
 * Runs the CDK app of the working directory until Ctrl-C.
 *
 * @param serveConsole serves the page at `/`
 */
export async function start(
  words: readonly string[],
  serveConsole: RequestListener,
): Promise<0 | 1 | 2> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      port: { type: 'string', default: String(defaultPort) },
      data: { type: 'string', default: defaultDataDirectory },
      ephemeral: { type: 'boolean', default: false },
      stack: { type: 'string', multiple: true, default: [] },
      context: { type: 'string', short: 'c', multiple: true, default: [] },
      assembly: { type: 'string' },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError('--port must be a number from 0 to 65535');
  const context = readContext(values.context);
  let isStopping = false;
  const stopped = stopRequest().then(() => {
    isStopping = true;
    console.error('stopping');
    // A second Ctrl-C does not wait.
    process.once('SIGINT', () => process.exit(1));
  });
  const startedAt = performance.now();
  const emulator = await startEmulator({
    port,
    dataDirectory: values.ephemeral ? undefined : values.data,
    assemblyDirectory: values.assembly,
    context,
    stacks: values.stack,
    replacements: await readReplacements(process.env),
    serveConsole,
    onProgress: (line) => console.error(line),
    onFunctionLine: values.quiet ? () => {} : (name, line) => console.error(`[${name}] ${line}`),
  }).catch((error: unknown) => {
    // A start that Ctrl-C interrupts has not failed.
    if (isStopping) return undefined;
    throw error;
  });
  if (!emulator) return 0;
  try {
    const { gateways, omissions, awsEndpoint } = emulator;
    console.log(
      readyText({
        port: emulator.port,
        awsEndpoint,
        gateways: await Promise.all(
          gateways.map(async ({ name, urls }) => ({ name, urls: await urls() })),
        ),
        omissions,
        elapsedSeconds: (performance.now() - startedAt) / 1000,
        dataDirectory: values.ephemeral ? undefined : values.data,
      }),
    );
    await stopped;
  } finally {
    await emulator.close();
  }
  return 0;
}

function readContext(pairs: readonly string[]): Readonly<Record<string, string>> {
  const entries = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`--context ${pair}: write KEY=VALUE`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return Object.fromEntries(entries);
}
