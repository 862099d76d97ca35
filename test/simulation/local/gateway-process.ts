import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { projectDirectory } from '../../../local/project.ts';

/** A gateway in a process of its own, which can be killed at any moment. */
export interface GatewayProcess {
  /** Callback URL of INCS, with its token. */
  readonly callbackUrl: string;
  /** Endpoint of the AWS services of its stack. */
  readonly awsEndpoint: string;
  readonly tableName: string;
  /** At once, as `kill -9`: no handler of the process runs. */
  kill(): Promise<void>;
  /** In order, as Ctrl-C. */
  stop(): Promise<void>;
}

const urlsDocument = z.object({ incs: z.object({ api: z.string() }) });
const stackDocument = z.object({
  awsEndpoint: z.string(),
  outputs: z.object({ EventsTableName: z.string() }),
});

/**
 * Starts the local stand-in with its state in a directory, and waits until it is ready.
 *
 * @throws {Error} with the last line that it wrote when it ends instead
 */
export async function startGatewayProcess(
  dataDirectory: string,
  port: number,
): Promise<GatewayProcess> {
  // What the first start has synthesized is good for all others: that is the slow part of a start.
  const assembly = path.join(dataDirectory, 'cdk.out');
  const options = [
    ...['--data', dataDirectory, '--port', `${port}`, '--quiet'],
    ...(existsSync(assembly) ? ['--assembly', assembly] : []),
  ];
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/local.ts', ...options], {
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
    kill: () => end('SIGKILL'),
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
