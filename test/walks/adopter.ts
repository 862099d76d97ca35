import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, inject } from 'vitest';
import { findRunningEmulator } from '../../tools/emulator-client/running-emulator.ts';
import { eventually } from '../support/eventually.ts';

/** What a command has printed. */
export interface Printed {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** An emulator that `npx tributary start` has started. */
export interface StartedApp {
  readonly origin: string;
  readonly port: number;
  /** What it has printed until it was ready. */
  readonly text: string;
  /** Stops it as Ctrl-C does. */
  stop(): Promise<void>;
}

/** Somebody who adopts Tributary, in an empty folder outside of the repository, with the packed package only. */
export async function createAdopter() {
  const folder = await mkdtemp(path.join(tmpdir(), 'tributary-adopter-'));
  const { tarball } = inject('packedPackage');
  // As in a shell: without what npm and Vitest tell their own programs, and with the Node.js of this process.
  const environment = {
    ...Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^(npm_|VITEST|NODE_(?!EXTRA_CA)|AWS_|CDK_)/.test(name),
      ),
    ),
    PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    NO_COLOR: '1',
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };
  const spawnShell = (command: string) =>
    spawn(command, { cwd: folder, env: environment, shell: true, detached: true });

  async function type(command: string): Promise<Printed> {
    const child = spawnShell(command);
    const printed = { out: '', errors: '' };
    child.stdout.on('data', (chunk) => {
      printed.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      printed.errors += chunk;
    });
    const [code] = await once(child, 'close');
    return { code, ...printed };
  }

  return {
    folder,
    tarball,
    type,
    /** The output of a command that succeeds. */
    async run(command: string): Promise<string> {
      const { code, out, errors } = await type(command);
      if (code === 0) return out;
      throw new Error(`${command} ended with ${code}:\n${out}\n${errors}`);
    },
    read: (file: string) => readFile(path.join(folder, file), 'utf8'),
    write: (file: string, text: string) => writeFile(path.join(folder, file), text),
    async start(): Promise<StartedApp> {
      const port = await findFreePort();
      const child = spawnShell(`npx tributary start --port ${port}`);
      const text = await untilReady(child);
      return { port, origin: `http://127.0.0.1:${port}`, text, stop: () => interrupt(child, port) };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export type Adopter = Awaited<ReturnType<typeof createAdopter>>;

async function untilReady({ stdout, stderr }: ReturnType<typeof spawn>): Promise<string> {
  let [out, errors] = ['', ''];
  stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  for await (const chunk of stdout ?? []) {
    out += chunk;
    if (out.includes('AWS_ENDPOINT_URL=')) return out;
  }
  throw new Error(`the emulator did not start:\n${out}\n${errors}`);
}

/** Ctrl-C reaches the whole process group. The emulator ends after the shell that has started it. */
async function interrupt(child: ChildProcess, port: number): Promise<void> {
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  if (hasEnded || child.pid === undefined) return;
  process.kill(-child.pid, 'SIGINT');
  await eventually(async () => expect(await findRunningEmulator(port)).toBeUndefined());
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
