import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs beside the gateway and never outlives it. */
export type GatewayChild = {
  readonly process: ChildProcess;
  stop(): Promise<void>;
};

/**
 * The shell runs the program in the background; `cat` ends when our end of its input is gone,
 * which happens however this process ends.
 */
const endWithParent = [
  'exec 3<&0',
  '"$@" 3<&- & program=$!',
  '{ cat <&3; kill $program; } >/dev/null 2>&1 &',
  'wait $program',
].join('\n');

/**
 * Starts a program that ends when this process does, even by SIGKILL, which no exit handler sees.
 * It gets a process group of its own, so that Ctrl-C in the terminal reaches it only through us,
 * after its last caller. Windows has no `/bin/sh`: there, a killed gateway leaves the program behind.
 */
export function startChildOfGateway(command: string, parameters: readonly string[]): GatewayChild {
  const child =
    process.platform === 'win32'
      ? spawn(command, parameters, { stdio: 'pipe' })
      : spawn('/bin/sh', ['-c', endWithParent, 'sh', command, ...parameters], {
          stdio: 'pipe',
          detached: true,
        });
  child.once('exit', () => child.stdin.destroy());
  return {
    process: child,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      if (process.platform === 'win32') child.kill();
      else child.stdin.end();
      await exited;
    },
  };
}
