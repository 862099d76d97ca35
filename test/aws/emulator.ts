import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endWithProcess, stop } from './programs.ts';

/** An AWS emulator that this project did not write, on this machine. */
export interface OtherEmulator {
  readonly port: number;
  /** The environment of programs that use it instead of AWS. */
  readonly env: NodeJS.ProcessEnv;
  /** What it printed. */
  log(): string;
  close(): Promise<void>;
}

export const emulatorRegion = 'eu-west-1';

/**
 * Starts ministack on a free port of the loopback address. It keeps its state in memory.
 *
 * @param program the program `ministack`
 */
export async function startEmulator(program: string): Promise<OtherEmulator> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'ministack-'));
  const child = spawn(program, [], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: folder,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: 'local',
      IOT_MTLS_ENABLED: '0',
    },
  });
  endWithProcess(child);
  const log = collect(child);
  const close = async () => {
    await stop(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(port, child);
  } catch (cause) {
    await close();
    throw new Error(`ministack does not start:\n${log()}`, { cause });
  }
  return { port, env: environmentFor(port), log, close };
}

/** It is ready within seconds; the limit only ends a wait for what never happens. */
async function waitUntilReady(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (child.exitCode === null && Date.now() < deadline) {
    const response = await fetch(`http://127.0.0.1:${port}/_ministack/health`).catch(
      () => undefined,
    );
    if (response?.ok) return;
    await setTimeout(100);
  }
  throw new Error(child.exitCode === null ? 'it is not ready after a minute' : 'it ended');
}

function environmentFor(port: number): NodeJS.ProcessEnv {
  const preload = fileURLToPath(new URL('loopback-only.mjs', import.meta.url));
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|VITEST|NODE_OPTIONS|https?_proxy)/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: emulatorRegion,
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_OPTIONS: `--import=${preload}`,
  };
}

function collect({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk) => (text += String(chunk)));
  return () => text;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}
