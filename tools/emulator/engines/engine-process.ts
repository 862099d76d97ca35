import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** An engine that runs in its own process and never outlives the emulator. */
export interface EngineProcess {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Resolves when the process is gone, with how it ended: `SIGKILL`, `exit code 1`. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * The shell replaces itself with the program, so that its process id is the program's. The `cat` beside
 * it ends when this process closes its end of the pipe, which happens however this process ends.
 */
const endWithParent = [
  'exec 3<&0',
  '{ cat <&3; kill $$; } >/dev/null 2>&1 &',
  'exec "$@" 3<&- </dev/null',
].join('\n');

/**
 * Starts a program that ends when this process ends, even by SIGKILL, for which no exit handler runs. It
 * gets its own process group, so that Ctrl-C in the terminal does not reach it: the emulator stops it
 * after its last caller. Windows has no `/bin/sh`; there, a killed emulator leaves the program running.
 */
export function startEngineProcess(command: string, parameters: readonly string[]): EngineProcess {
  const child =
    process.platform === 'win32'
      ? spawn(command, parameters, { stdio: 'pipe' })
      : spawn('/bin/sh', ['-c', endWithParent, 'sh', command, ...parameters], {
          stdio: 'pipe',
          detached: true,
        });
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  child.once('error', (error) => resolve(error.message));
  child.once('exit', (exitCode, signal) => {
    child.stdin.destroy();
    resolve(signal ?? `exit code ${exitCode}`);
  });
  return {
    process: child,
    ended,
    stop: async () => {
      if (process.platform === 'win32') child.kill();
      else child.stdin.end();
      await ended;
    },
  };
}

/**
 * Waits until a program has printed that it is listening.
 *
 * @throws {Error} with the first line that it printed, when it ends instead
 */
export async function untilListening({ process: child, ended }: EngineProcess): Promise<void> {
  let output = '';
  const { promise: listening, resolve } = Promise.withResolvers<undefined>();
  const read = (chunk: Buffer) => {
    output += chunk.toString();
    if (output.includes('listening on')) resolve(undefined);
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const end = await Promise.race([listening, ended]);
  if (end !== undefined) throw new Error(output.trim().split('\n')[0] || end);
  // Later output is read and dropped: a full pipe would block the program.
  child.stdout.off('data', read).resume();
  child.stderr.off('data', read).resume();
}
