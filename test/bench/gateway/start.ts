import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Emulator } from '../../../tools/emulator/emulator.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';

/** A running gateway, as its process describes it. */
export interface BenchGateway {
  readonly port: number;
  readonly awsEndpoint: string;
  readonly outputs: Emulator['outputs'];
  readonly urls: Awaited<ReturnType<Emulator['urls']>>;
  stop(): Promise<void>;
}

/**
 * Starts the gateway in its own process, without state.
 *
 * @param assembly the cloud assembly to run; the application's own when there is none
 * @throws {Error} when the process exits before it is ready
 */
export async function startGateway(assembly?: string): Promise<BenchGateway> {
  const script = fileURLToPath(new URL('./process.ts', import.meta.url));
  const child = fork(script, assembly === undefined ? [] : [assembly], {
    cwd: projectDirectory,
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const ready = once(child, 'message');
  const failed = exited.then(([code]) => {
    throw new Error(`the emulator exited with ${code} before it was ready`);
  });
  const [described]: Omit<BenchGateway, 'stop'>[] = await Promise.race([ready, failed]);
  failed.catch(() => undefined);
  if (described === undefined) throw new Error('the emulator sent no addresses');
  return {
    ...described,
    stop: async () => {
      child.disconnect();
      await exited;
    },
  };
}
