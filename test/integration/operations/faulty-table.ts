import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type AwsCall, readAwsCall } from '../../../tools/emulator/aws/call.ts';
import { callerHeader } from '../../../tools/emulator/aws/forward.ts';
import { startDynoxide } from '../../../tools/emulator/engines/dynoxide.ts';

/** How a call fails: DynamoDB responds with an error of this name, or not at all. */
export type TableFault = 'ThrottlingException' | 'AccessDeniedException' | 'hangs';

/** The calls that fail. */
export interface FaultyCalls {
  /** Part of the name of the function that calls. */
  readonly caller: string;
  readonly operation: string;
  /** Part of the body that it sends. @default any body */
  readonly body?: string;
  /** How many calls fail before DynamoDB works again. @default all of them */
  readonly times?: number;
  /** How many calls work before the first one fails. @default 0 */
  readonly after?: number;
}

/** A fault that lasts until `repair` is called. */
export interface Fault {
  /** Calls that have failed so far. */
  readonly hits: () => number;
  /** Ends the fault, and completes the calls that hang. */
  readonly repair: () => void;
}

interface ActiveFault extends FaultyCalls {
  readonly fault: TableFault;
  readonly repaired: Promise<void>;
  hits: number;
  /** Calls that still work. */
  passing: number;
}

/** The engine for DynamoDB behind a proxy that can break it for one caller. */
export async function startFaultyTable() {
  const engine = await startDynoxide(undefined);
  const faults = new Set<ActiveFault>();

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = incoming;
    const body = await buffer(incoming);
    const call = readAwsCall(method, url, headers);
    const hit = call && [...faults].find((each) => isHit(each, call, body.toString()));
    if (hit && hit.passing > 0) hit.passing -= 1;
    else if (hit) {
      hit.hits += 1;
      if (hit.fault !== 'hangs') return refuse(hit.fault, outgoing);
      await hit.repaired;
    }
    const upstream = request(`${engine.endpoint}${url}`, { method, headers });
    upstream.end(body);
    const [response]: IncomingMessage[] = await once(upstream, 'response');
    outgoing.writeHead(response?.statusCode ?? 500, response?.headers);
    if (response) await pipeline(response, outgoing);
  }

  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  return {
    endpoint: `http://127.0.0.1:${port}`,
    break(calls: FaultyCalls, fault: TableFault): Fault {
      const { promise: repaired, resolve } = Promise.withResolvers<void>();
      const active: ActiveFault = {
        ...calls,
        fault,
        repaired,
        hits: 0,
        passing: calls.after ?? 0,
      };
      faults.add(active);
      return {
        hits: () => active.hits,
        repair: () => {
          faults.delete(active);
          resolve();
        },
      };
    },
    async close(): Promise<void> {
      server.close();
      server.closeAllConnections();
      await engine.stop();
    },
  };
}

export type FaultyTable = Awaited<ReturnType<typeof startFaultyTable>>;

function isHit(
  { caller, operation, body = '', times = Number.POSITIVE_INFINITY, hits }: ActiveFault,
  call: AwsCall,
  sent: string,
): boolean {
  return (
    hits < times &&
    call.operation === operation &&
    callerOf(call).includes(caller) &&
    sent.includes(body)
  );
}

/** The emulator writes a function's name into its access key, and passes the key to the engine. */
function callerOf({ headers }: AwsCall): string {
  const accessKeyId = String(headers[callerHeader]);
  return Buffer.from(accessKeyId.replace(/^ASIA/, ''), 'hex').toString();
}

function refuse(name: string, outgoing: ServerResponse): void {
  outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  outgoing.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: '' }));
}
