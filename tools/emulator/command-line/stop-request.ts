import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const pollIntervalMs = 500;

/**
 * Waits until this process is asked to stop: by Ctrl-C, by a signal, or because the `npm start` that
 * started it was killed. Otherwise the emulator would keep running and hold the port.
 */
export async function stopRequest(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal));
  const startedByNpm = process.env.npm_lifecycle_event !== undefined;
  await Promise.race([...signals, ...(startedByNpm ? [parentGone()] : [])]);
}

async function parentGone(): Promise<void> {
  const before = readAncestors();
  while (readAncestors() === before) await delay(pollIntervalMs, undefined, { ref: false });
}

/** The process id of the parent: npm, or npm's shell together with the npm above it. */
function readAncestors(): string {
  const [, command, parentOfParent] = /\((.*)\) \S (\d+)/s.exec(readStatus(process.ppid)) ?? [];
  return command === 'sh' ? `${process.ppid} ${parentOfParent}` : String(process.ppid);
}

/** Empty on systems without `/proc`, whose shells replace themselves with the command. */
function readStatus(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/stat`, 'utf8');
  } catch {
    return '';
  }
}
