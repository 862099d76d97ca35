import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The engines of a local gateway, each a process of its own below the gateway's. */
export type EngineName = 'dynoxide' | 'fauxqs';

const restartTimeoutMs = 60_000;

/**
 * Kills an engine as `kill -9` does, and waits until the gateway has put another in its place.
 *
 * @throws {Error} when there is none to kill, or none after it
 */
export async function killEngine(gatewayProcessId: number, name: EngineName): Promise<void> {
  const killed = await findEngine(gatewayProcessId, name);
  if (killed === undefined) throw new Error(`the gateway has no ${name}`);
  process.kill(killed, 'SIGKILL');
  const endsAtMs = performance.now() + restartTimeoutMs;
  for (;;) {
    const found = await findEngine(gatewayProcessId, name);
    if (found !== undefined && found !== killed) return;
    if (performance.now() > endsAtMs) throw new Error(`${name} was not started again`);
    await delay(50);
  }
}

/** Process id of the engine: the gateway's child with that name in its command line. */
async function findEngine(parentId: number, name: EngineName): Promise<number | undefined> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  for (const line of stdout.split('\n')) {
    const [processId, parent, ...command] = line.trim().split(/\s+/);
    if (Number(parent) !== parentId || command[0] === '/bin/sh') continue;
    if (command.join(' ').includes(name)) return Number(processId);
  }
  return undefined;
}
