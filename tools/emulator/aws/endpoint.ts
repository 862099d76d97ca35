import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Authorize } from '../access/authorize.ts';
import {
  type DescribedStack,
  describeStacks,
  readQueryRequest,
} from '../cloudformation/describe-stacks.ts';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { AwsError, type AwsResponse, toErrorResponse } from './aws-error.ts';
import { type AwsCall, type AwsServiceName, readAwsCall } from './call.ts';
import { callerHeader, forward } from './forward.ts';
import { callJsonService, type JsonService } from './json-service.ts';
import { readLambdaRequest } from './lambda-request.ts';
import { createS3Calls, type S3Calls } from './s3-calls.ts';
import { verifySignature } from './signature.ts';

/** What serves the calls of a service: first the operations in this process, then the engine. */
export interface Backend {
  /** Origin of the engine. */
  readonly engine?: string | undefined;
  readonly operations?: JsonService;
}

/** What the endpoint serves once it is open. */
export interface AwsServices {
  readonly backends: Readonly<Record<Exclude<AwsServiceName, 'cloudformation'>, Backend>>;
  /** The stacks of the app, for CloudFormation. */
  readonly stacks: readonly DescribedStack[];
  readonly authorize: Authorize;
  now(): Date;
}

export interface AwsEndpoint {
  /** Origin for `AWS_ENDPOINT_URL`: it serves all services of the stack. */
  readonly endpoint: string;
  /** Serves calls from now on; until then the endpoint responds with 503. */
  open(services: AwsServices): void;
  close(): Promise<void>;
}

/**
 * Starts the one endpoint that receives every AWS call of the stack's functions, on a free loopback
 * port. It verifies the signature, identifies the caller by the access key, checks the call against the caller's role and
 * forwards it to the engine. It streams the bodies of S3 objects and does not hold them.
 */
export async function startAwsEndpoint(): Promise<AwsEndpoint> {
  const agent = new Agent({ keepAlive: true });
  let inside: Inside | undefined;
  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing, inside).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else send(outgoing, toErrorResponse(readCallOf(incoming)?.service, error));
    });
  });
  const port = await listenOnLoopback(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    open: (services) => {
      const engine = services.backends.s3.engine;
      const callS3 = createS3Calls({ engine, agent, authorize: services.authorize });
      inside = { ...services, agent, callS3 };
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

interface Inside extends AwsServices {
  readonly agent: Agent;
  readonly callS3: S3Calls;
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  inside: Inside | undefined,
): Promise<void> {
  const call = readCallOf(incoming);
  if (!call) {
    throw new AwsError(
      'MissingAuthenticationToken',
      'Request is missing Authentication Token',
      403,
    );
  }
  if (!inside) throw new AwsError('ServiceUnavailable', 'the emulator is still starting', 503);
  // Another emulator has verified a call that it forwards, and changed its access key.
  const isForwarded = callerHeader in call.headers;
  if (call.service === 's3') {
    if (!isForwarded) verifySignature(call, undefined, inside.now());
    return inside.callS3(call, incoming, outgoing);
  }
  const body = await buffer(incoming);
  if (!isForwarded) verifySignature(call, body, inside.now());
  if (call.service === 'cloudformation') {
    const { operation, input } = readQueryRequest(body);
    inside.authorize({ ...call, operation }, input);
    send(outgoing, describeStacks(operation, input.StackName, inside.stacks));
    return;
  }
  const { engine, operations = {} } = inside.backends[call.service];
  const parsed = body.length > 0 ? parseInput(body) : {};
  const input =
    call.service === 'lambda'
      ? { ...Object(parsed), ...readLambdaRequest(call.method, call.url).parameters }
      : parsed;
  inside.authorize(call, input);
  if (engine && !Object.hasOwn(operations, call.operation)) {
    // SQS clients send to the queue URL; the engine serves its operations at `/`.
    await forward({ ...call, url: '/' }, engine, inside.agent, body, outgoing);
    return;
  }
  const output = await callJsonService(operations, call.operation, input);
  send(outgoing, {
    statusCode: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(output),
  });
}

function parseInput(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', 'The body of the request is not valid JSON.');
  }
}

function readCallOf({ method = 'GET', url = '/', headers }: IncomingMessage): AwsCall | undefined {
  return readAwsCall(method, url, headers);
}

function send(outgoing: ServerResponse, { statusCode, headers, body }: AwsResponse): void {
  outgoing.writeHead(statusCode, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}
