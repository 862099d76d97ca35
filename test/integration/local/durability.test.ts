import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { LoggedEvent } from '../../../local/event-bridge/event-log.ts';
import { projectDirectory } from '../../../local/project.ts';
import { sampleAssembly } from './sample-gateway.ts';

/** What was acknowledged outlives the process, whenever it is killed. */
let dataDirectory: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'tributary-killed-'));
});

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(dataDirectory, { recursive: true });
});

async function start(): Promise<{ readonly origin: string; kill(): Promise<void> }> {
  const child = spawn(
    process.execPath,
    [
      '--experimental-strip-types',
      'bin/local.ts',
      ...['--port', '0', '--data', dataDirectory, '--assembly', sampleAssembly, '--quiet'],
    ],
    { cwd: projectDirectory, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  running.add(child);
  const [ready] = await once(child.stdout, 'data');
  expect(String(ready)).toContain('ready in');
  const { port } = JSON.parse(await readFile(path.join(dataDirectory, 'gateway.json'), 'utf8'));
  return {
    origin: `http://127.0.0.1:${port}`,
    kill: async () => {
      running.delete(child);
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Puts jobs, several at a time, until as many are acknowledged; then the gateway is killed at once. */
async function putUntilKilled(round: number, wanted: number): Promise<readonly string[]> {
  const { origin, kill } = await start();
  const acknowledged: string[] = [];
  let killed: Promise<void> | undefined;
  const putMany = async (lane: number) => {
    for (let job = 0; !killed; job += 1) {
      const id = `${round}-${lane}-${job}`;
      const response = await fetch(`${origin}/put`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, task: 'job' }),
      }).catch(() => undefined);
      if (response?.status === 200) acknowledged.push(id);
      if (acknowledged.length >= wanted) killed ??= kill();
    }
  };
  await Promise.all([0, 1, 2, 3].map(putMany));
  await killed;
  return acknowledged;
}

/** The ids that came out behind the table's stream, the bus, the rule and the queue. */
async function receivedIds(origin: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (let since = 0; ; ) {
    const text = await (await fetch(`${origin}/_local/events?since=${since}`)).text();
    const lines = text.split('\n').filter((line) => line !== '');
    if (lines.length === 0) return ids;
    for (const line of lines) {
      const { sequence, event }: LoggedEvent = JSON.parse(line);
      since = sequence;
      if (event.source === 'queue-reader') ids.add((event.detail as { id: string }).id);
    }
  }
}

it('a gateway that is killed again and again loses nothing that it acknowledged', async () => {
  const acknowledged = [
    ...(await putUntilKilled(1, 5)),
    ...(await putUntilKilled(2, 40)),
    ...(await putUntilKilled(3, 15)),
  ];
  const { origin, kill } = await start();

  await vi.waitFor(
    async () => {
      const received = await receivedIds(origin);
      expect(acknowledged.filter((id) => !received.has(id))).toEqual([]);
    },
    { timeout: 30_000, interval: 200 },
  );

  await kill();
  expect(acknowledged.length).toBeGreaterThanOrEqual(60);
});

it('a program that the gateway started ends with it', async () => {
  const start = path.join(projectDirectory, 'local/engines/child-of-gateway.ts');
  const program = 'console.log(process.pid); setInterval(() => {}, 1000)';
  const gateway = spawn(
    process.execPath,
    [
      ...['--experimental-strip-types', '--input-type=module', '-e'],
      `import { startChildOfGateway } from ${JSON.stringify(start)};
       const child = startChildOfGateway(process.execPath, ['-e', ${JSON.stringify(program)}]);
       child.process.stdout.pipe(process.stdout);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  running.add(gateway);
  const processId = Number(String(await once(gateway.stdout, 'data')));
  expect(process.kill(processId, 0)).toBe(true);

  gateway.kill('SIGKILL');

  await vi.waitFor(() => expect(() => process.kill(processId, 0)).toThrow('ESRCH'));
});
