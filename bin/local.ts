/** Runs the gateway on the emulator: `npm start -- --help`. */
import { parseArgs } from 'node:util';
import { UsageError } from '../tools/command-line/command-error.ts';
import { runCommand } from '../tools/command-line/run-command.ts';
import { serveConsole } from '../tools/console/serve-console.ts';
import { readyText } from '../tools/emulator/command-line/ready-text.ts';
import { readReplacements } from '../tools/emulator/command-line/replacements.ts';
import { stopRequest } from '../tools/emulator/command-line/stop-request.ts';
import { startEmulator } from '../tools/emulator/emulator.ts';
import { endpointVariables } from '../tools/emulator/engines/endpoint-variables.ts';
import { defaultDataDirectory, defaultPort } from '../tools/emulator-client/running-emulator.ts';

const help = `usage: npm start -- [options]

Runs the gateway on this machine: the stack's own template and its built functions, on an emulator
of AWS. No AWS account and no Docker is needed.

  --port N           port for callbacks; default ${defaultPort}, 0 takes a free port
  --data DIR         directory for the state; default ${defaultDataDirectory}
  --ephemeral        do not save the state
  --assembly DIR     run a synthesized stack (cdk.out) instead of synthesizing one
  --quiet            do not print the logs of the functions
  --help             print this help

Each of these variables names an endpoint that replaces an engine of the emulator:
${endpointVariables.join(', ')}

exit codes: 0 stopped, 1 failed, 2 usage`;

await runCommand('npm start', async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: String(defaultPort) },
      data: { type: 'string', default: defaultDataDirectory },
      ephemeral: { type: 'boolean', default: false },
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
    replacements: await readReplacements(process.env),
    serveConsole: serveConsole(),
    onProgress: (line) => console.error(line),
    onFunctionLine: values.quiet ? () => {} : (name, line) => console.error(`[${name}] ${line}`),
  }).catch((error: unknown) => {
    // A start that Ctrl-C interrupts has not failed.
    if (isStopping) return undefined;
    throw error;
  });
  if (!emulator) return 0;
  try {
    console.log(
      readyText({
        port: emulator.port,
        awsEndpoint: emulator.awsEndpoint,
        urls: await emulator.urls(),
        elapsedSeconds: (performance.now() - startedAt) / 1000,
        dataDirectory: values.ephemeral ? undefined : values.data,
      }),
    );
    await stopped;
  } finally {
    await emulator.close();
  }
  return 0;
});
