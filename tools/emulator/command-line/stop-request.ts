import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const lookEveryMs = 500;

/**
 * Waits until this process is asked to stop: by Ctrl-C, by a signal, or because the `npm start` that
 * began it was killed, which would otherwise leave a gateway behind that holds the port.
 */
export async function stopRequest(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal));
  const startedByNpm = process.env.npm_lifecycle_event !== undefined;
  await Promise.race([...signals, ...(startedByNpm ? [parentGone()] : [])]);
}

async function parentGone(): Promise<void> {
  const before = readAncestors();
  while (readAncestors() === before) await delay(lookEveryMs, undefined, { ref: false });
}

/** npm, or the shell by which it runs a script and, where that stays in between, npm above it. */
function readAncestors(): string {
  const [, command, parentOfParent] = /\((.*)\) \S (\d+)/s.exec(readStatus(process.ppid)) ?? [];
  return command === 'sh' ? `${process.ppid} ${parentOfParent}` : String(process.ppid);
}

/** Empty where there is no `/proc`: there, the shells give way to what they run. */
function readStatus(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/stat`, 'utf8');
  } catch {
    return '';
  }
}
