/** Runs the gateway on this machine: `npm start -- --help`. */
import { parseArgs } from 'node:util';
import { UsageError } from '../tools/command-line/command-error.ts';
import { runCommand } from '../tools/command-line/run-command.ts';
import { readyText } from '../tools/emulator/command-line/ready-text.ts';
import { readReplacements } from '../tools/emulator/command-line/replacements.ts';
import { stopRequest } from '../tools/emulator/command-line/stop-request.ts';
import { startEmulator } from '../tools/emulator/emulator.ts';
import { endpointVariables } from '../tools/emulator/engines/endpoint-variables.ts';
import { defaultDataDirectory, defaultPort } from '../tools/emulator-client/running-emulator.ts';

const help = `usage: npm start -- [options]

Runs the stack on this machine: its own template, on embedded engines, with the built functions.

  --port N           port for callbacks; default ${defaultPort}, 0 takes a free one
  --data DIR         where the state is kept; default ${defaultDataDirectory}
  --ephemeral        keeps no state
  --assembly DIR     runs a synthesized stack (cdk.out) instead of synthesizing
  --quiet            leaves out what the functions log
  --help             this text

${endpointVariables.join(', ')}
replace an embedded engine each.

exit codes: 0 stopped, 1 failed, 2 usage`;

await runCommand(help, async () => {
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
    throw new UsageError('--port is a number up to 65535');
  let isStopping = false;
  const stopped = stopRequest().then(() => {
    isStopping = true;
    console.error('stopping');
    // A second Ctrl-C does not wait.
    process.once('SIGINT', () => process.exit(1));
  });
  const startedAt = performance.now();
  const gateway = await startEmulator({
    port,
    dataDirectory: values.ephemeral ? undefined : values.data,
    assemblyDirectory: values.assembly,
    replacements: await readReplacements(process.env),
    onProgress: (line) => console.error(line),
    onFunctionLine: values.quiet ? () => {} : (name, line) => console.error(`[${name}] ${line}`),
  }).catch((error: unknown) => {
    // What Ctrl-C ended in the middle of the start has not failed.
    if (isStopping) return undefined;
    throw error;
  });
  if (!gateway) return 0;
  try {
    console.log(
      readyText({
        port: gateway.port,
        awsEndpoint: gateway.awsEndpoint,
        urls: await gateway.urls(),
        elapsedSeconds: (performance.now() - startedAt) / 1000,
        kept: values.ephemeral ? undefined : values.data,
      }),
    );
    await stopped;
  } finally {
    await gateway.close();
  }
  return 0;
});
