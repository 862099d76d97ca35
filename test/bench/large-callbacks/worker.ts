import { readFile } from 'node:fs/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { limitProcessorShare } from '../processor-share.ts';

/** A measured callback, in the JSON that this script prints. */
export interface Invocation {
  /** How often it was sent until it got a success. */
  readonly attempts: number;
  /** All attempts together. */
  readonly ms: number;
  readonly cpuMs: number;
}

interface Module {
  handler(
    event: APIGatewayProxyEventV2,
    context: { getRemainingTimeInMillis(): number },
  ): Promise<APIGatewayProxyStructuredResultV2>;
}

const [, , bundle = '', eventsFile = '', share = '1', timeoutMs = '0'] = process.argv;
const events: readonly string[] = JSON.parse(await readFile(eventsFile, 'utf8'));
const settle = limitProcessorShare(Number(share));
let module: Module | undefined;

async function invoke(text: string): Promise<Invocation> {
  const usage = process.cpuUsage();
  const startedAt = performance.now();
  // A cold start loads the code before the first callback.
  module ??= (await import(bundle)) as Module;
  let attempts = 0;
  let statusCode: number | undefined;
  while (statusCode !== 200) {
    // No provider sends a callback for ever.
    if (attempts === 10) throw new Error(`the last of 10 responses was ${statusCode}`);
    attempts += 1;
    const endsAt = performance.now() + Number(timeoutMs);
    const context = { getRemainingTimeInMillis: () => Math.floor(endsAt - performance.now()) };
    ({ statusCode } = await module.handler(JSON.parse(text), context));
    settle();
  }
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(usage);
  return { attempts, ms, cpuMs: (user + system) / 1000 };
}

const invocations: Invocation[] = [];
for (const text of events) invocations.push(await invoke(text));
console.log(JSON.stringify(invocations));
// Connections that stay open would keep the process alive.
process.exit(0);
