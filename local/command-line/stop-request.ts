import { once } from 'node:events';
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
  const parent = process.ppid;
  while (process.ppid === parent) await delay(lookEveryMs, undefined, { ref: false });
}
