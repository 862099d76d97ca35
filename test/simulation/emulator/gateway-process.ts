import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { readEmulatorApp } from '../../../tools/emulator-client/emulator-pages.ts';
import { connectToEmulator } from '../../../tools/operator/gateway/connect-to-emulator.ts';
import { readProviderUrls } from '../../../tools/operator/gateway/read-provider-urls.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { type EngineName, killEngine } from './engine-process.ts';

/** A gateway in its own process, which can be killed at any moment. */
export interface GatewayProcess {
  /** Callback URL of INCS, with its token. */
  readonly callbackUrl: string;
  /** URL of the emulated AWS services. */
  readonly awsEndpoint: string;
  readonly tableName: string;
  readonly payloadBucket: string;
  /** Kills the process like `kill -9`, without running its handlers. Its engines exit with it. */
  kill(): Promise<void>;
  /** Kills one engine in the same way, and waits until the gateway has started it again. */
  killEngine(name: EngineName): Promise<void>;
  /** Stops the process in an orderly way, like Ctrl-C. */
  stop(): Promise<void>;
}

export interface GatewayProcessOptions {
  readonly dataDirectory: string;
  readonly assemblyDirectory: string;
  readonly port: number;
}

/**
 * Starts the emulator with its state in a directory, and waits until it is ready.
 *
 * @throws {Error} with the last line of its error output when it exits instead
 */
export async function startGatewayProcess({
  dataDirectory,
  assemblyDirectory,
  port,
}: GatewayProcessOptions): Promise<GatewayProcess> {
  const parameters = [
    // Node itself reads the sources, without a loader: it starts faster.
    ...['--experimental-strip-types', '--disable-warning=ExperimentalWarning', 'bin/tributary.ts'],
    'start',
    ...['--data', dataDirectory, '--assembly', assemblyDirectory],
    ...['--port', `${port}`, '--quiet'],
  ];
  const child = spawn(process.execPath, parameters, {
    cwd: projectDirectory,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await ready(child);
  const { awsEndpoint } = await readEmulatorApp(`http://127.0.0.1:${port}`);
  const gateway = await connectToEmulator({ port });
  const urls = await readProviderUrls(gateway, 'incs');
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return {
    callbackUrl: urls?.api ?? '',
    awsEndpoint,
    tableName: gateway.resources.eventsTable,
    payloadBucket: gateway.resources.payloadBucket,
    kill: () => end('SIGKILL'),
    killEngine: async (name) => {
      if (child.pid === undefined) throw new Error('the gateway is not running');
      await killEngine(child.pid, name);
    },
    stop: () => end('SIGTERM'),
  };
}

async function ready({ stdout, stderr }: ChildProcess): Promise<void> {
  if (!stdout || !stderr) throw new Error('the output of the gateway is not piped');
  let last = '';
  createInterface(stderr).on('line', (line) => {
    last = line;
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  createInterface(stdout)
    .on('line', (line) => {
      if (line.startsWith('ready in')) resolve();
    })
    .once('close', () => reject(new Error(`the gateway did not start: ${last}`)));
  return promise;
}
