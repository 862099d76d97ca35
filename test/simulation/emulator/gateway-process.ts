import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { type EngineName, killEngine } from './engine-process.ts';

/** A gateway in a process of its own, which can be killed at any moment. */
export interface GatewayProcess {
  /** Callback URL of INCS, with its token. */
  readonly callbackUrl: string;
  /** Endpoint of the AWS services of its stack. */
  readonly awsEndpoint: string;
  readonly tableName: string;
  readonly payloadBucket: string;
  /** At once, as `kill -9`: no handler of the process runs. Its engines end with it. */
  kill(): Promise<void>;
  /** Kills one engine in the same way, and waits until the gateway has started it again. */
  killEngine(name: EngineName): Promise<void>;
  /** In order, as Ctrl-C. */
  stop(): Promise<void>;
}

const urlsDocument = z.object({ incs: z.object({ api: z.string() }) });
const stackDocument = z.object({
  awsEndpoint: z.string(),
  outputs: z.object({ EventsTableName: z.string(), PayloadBucketName: z.string() }),
});

export interface GatewayProcessOptions {
  readonly dataDirectory: string;
  readonly assemblyDirectory: string;
  readonly port: number;
}

/**
 * Starts the emulator with its state in a directory, and waits until it is ready.
 *
 * @throws {Error} with the last line that it wrote when it ends instead
 */
export async function startGatewayProcess({
  dataDirectory,
  assemblyDirectory,
  port,
}: GatewayProcessOptions): Promise<GatewayProcess> {
  const parameters = [
    // Not a loader: Node itself reads the sources, which is the faster start.
    ...['--experimental-strip-types', '--disable-warning=ExperimentalWarning', 'bin/local.ts'],
    ...['--data', dataDirectory, '--assembly', assemblyDirectory],
    ...['--port', `${port}`, '--quiet'],
  ];
  const child = spawn(process.execPath, parameters, {
    cwd: projectDirectory,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await ready(child);
  const read = async (name: string) =>
    (await fetch(`http://127.0.0.1:${port}/_local/${name}`)).json();
  const { awsEndpoint, outputs } = stackDocument.parse(await read('stack'));
  const urls = urlsDocument.parse(await read('urls'));
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return {
    callbackUrl: urls.incs.api,
    awsEndpoint,
    tableName: outputs.EventsTableName,
    payloadBucket: outputs.PayloadBucketName,
    kill: () => end('SIGKILL'),
    killEngine: async (name) => {
      if (child.pid === undefined) throw new Error('the gateway has no process');
      await killEngine(child.pid, name);
    },
    stop: () => end('SIGTERM'),
  };
}

async function ready({ stdout, stderr }: ChildProcess): Promise<void> {
  if (!stdout || !stderr) throw new Error('the gateway has no output');
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
