import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { LocalGatewayError } from './errors.ts';
import { type StateFile, stateFile } from './state-file.ts';

/** Where a running gateway is found: `gateway.json` in its data directory. */
export type RunningGateway = { readonly port: number; readonly processId: number };

const runningGateway = z.object({ port: z.number(), processId: z.number() });

/** The directory with the state of one gateway. */
export type DataDirectory = {
  file(name: string): string;
  /** Leaves the directory to the next gateway; one that was made for this gateway goes. */
  release(): Promise<void>;
};

/**
 * Takes a directory for the gateway on a port, or a new one that goes with the gateway.
 *
 * @throws {LocalGatewayError} when another gateway uses the directory: two would deliver every
 *   event twice.
 */
export async function takeDataDirectory(
  directory: string | undefined,
  port: number,
): Promise<DataDirectory> {
  const taken = directory ?? (await mkdtemp(path.join(tmpdir(), 'tributary-')));
  await mkdir(taken, { recursive: true });
  const other = runningGatewayFile(taken).read();
  if (other && isRunning(other.processId) && (await answers(other.port))) {
    throw new LocalGatewayError(
      `the gateway on port ${other.port} (process ${other.processId}) uses ${taken}: stop it, or choose another directory with --data`,
    );
  }
  runningGatewayFile(taken).write({ port, processId: process.pid });
  return {
    file: (name) => path.join(taken, name),
    release: () =>
      directory === undefined
        ? rm(taken, { recursive: true, force: true })
        : rm(path.join(taken, 'gateway.json'), { force: true }),
  };
}

/** What a running gateway says of itself in its data directory. */
export function runningGatewayFile(directory: string): StateFile<RunningGateway> {
  return stateFile(path.join(directory, 'gateway.json'), (value) => runningGateway.parse(value));
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

/** A process id is given again to others; only a gateway answers this. */
async function answers(port: number): Promise<boolean> {
  try {
    const { status } = await fetch(`http://127.0.0.1:${port}/_local/stack`, {
      signal: AbortSignal.timeout(2_000),
    });
    return status === 200 || status === 503;
  } catch {
    return false;
  }
}
