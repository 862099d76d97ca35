import { z } from 'zod';

/** A gateway that runs: enough to find it again, and to know that it is the same. */
export const runningGateway = z.object({ port: z.number(), processId: z.number() });

export type RunningGateway = z.infer<typeof runningGateway>;

/** Path that every gateway answers from its first moment on. */
export const processPath = '/_local/process';

/** The gateway that answers on a port; undefined when nothing does, or something else. */
export async function findRunningGateway(port: number): Promise<RunningGateway | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${processPath}`, {
      signal: AbortSignal.timeout(2_000),
    });
    return runningGateway.parse(await response.json());
  } catch {
    return undefined;
  }
}
