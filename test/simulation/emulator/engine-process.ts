import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The engines of an emulator, each in its own child process. */
export type EngineName = 'dynoxide' | 'fauxqs';

const restartTimeoutMs = 60_000;

/**
 * Kills an engine like `kill -9`, and waits until the gateway has started it again.
 *
 * @throws {Error} when the engine is not running, or is not started again in time
 */
export async function killEngine(gatewayProcessId: number, name: EngineName): Promise<void> {
  const killed = await findEngine(gatewayProcessId, name);
  if (killed === undefined) throw new Error(`the gateway runs no ${name}`);
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
  const processes = existsSync('/proc/self/stat') ? readProcesses() : await listProcesses();
  return processes.find(
    ({ parent, command }) =>
      parent === parentId && !command.startsWith('/bin/sh') && command.includes(name),
  )?.processId;
}

interface Process {
  readonly processId: number;
  readonly parent: number;
  readonly command: string;
}

/** Reads `/proc`: a system that has it may lack `ps`. */
function readProcesses(): readonly Process[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const [, parent] = /.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return [{ processId: Number(name), parent: Number(parent), command }];
    } catch {
      // Not a process, or one that has ended.
      return [];
    }
  });
}

async function listProcesses(): Promise<readonly Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  return stdout.split('\n').map((line) => {
    const [processId, parent, ...command] = line.trim().split(/\s+/);
    return { processId: Number(processId), parent: Number(parent), command: command.join(' ') };
  });
}
