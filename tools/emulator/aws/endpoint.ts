import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { AwsError } from './aws-error.ts';
import { type AwsCall, type AwsServiceName, readAwsCall } from './call.ts';
import { toErrorResponse } from './error-response.ts';
import { forward } from './forward.ts';
import { callJsonService, type JsonService } from './json-service.ts';
import { createS3Calls, type S3Calls } from './s3-calls.ts';

/** What answers the calls of a service: first the operations in this process, else the engine. */
export type Backend = {
  /** Origin of the engine. */
  readonly engine?: string | undefined;
  readonly operations?: JsonService;
};

export type AwsEndpointOptions = {
  readonly backends: Readonly<Record<AwsServiceName, Backend>>;
  /**
   * Decides whether the call is allowed.
   *
   * @param input the parsed input of a JSON operation; undefined for S3.
   * @throws {AwsError} when it is not.
   */
  authorize(call: AwsCall, input: unknown): void;
};

export type AwsEndpoint = {
  /** Origin that `AWS_ENDPOINT_URL` may name: all services of the stack answer here. */
  readonly endpoint: string;
  close(): Promise<void>;
};

/**
 * Starts the one endpoint through which every AWS call of the stack's functions goes, on a free
 * loopback port. It knows the caller by its access key, checks the call against the caller's role
 * and hands it to the engine; bodies of S3 objects pass through without being held.
 */
export async function startAwsEndpoint(options: AwsEndpointOptions): Promise<AwsEndpoint> {
  const agent = new Agent({ keepAlive: true });
  const callS3 = createS3Calls({
    engine: options.backends.s3.engine,
    agent,
    authorize: options.authorize,
  });
  const server = createServer((incoming, outgoing) => {
    response(incoming, outgoing, { ...options, agent, callS3 }).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else send(outgoing, toErrorResponse(readCallOf(incoming)?.service, error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

type Inside = AwsEndpointOptions & { readonly agent: Agent; readonly callS3: S3Calls };

async function response(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { backends, authorize, agent, callS3 }: Inside,
): Promise<void> {
  const call = readCallOf(incoming);
  if (!call) {
    throw new AwsError(
      'MissingAuthenticationToken',
      'Request is missing Authentication Token',
      403,
    );
  }
  if (call.service === 's3') return callS3(call, incoming, outgoing);
  const { engine, operations = {} } = backends[call.service];
  const body = await buffer(incoming);
  const input: unknown = body.length > 0 ? JSON.parse(body.toString()) : {};
  authorize(call, input);
  if (engine && !Object.hasOwn(operations, call.operation)) {
    // Queue URLs are addresses, so SQS clients call them; the engine has its operations at `/`.
    await forward({ ...call, url: '/' }, engine, agent, body, outgoing);
    return;
  }
  const output = await callJsonService(operations, call.operation, input);
  send(outgoing, {
    statusCode: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(output),
  });
}

function readCallOf({ method = 'GET', url = '/', headers }: IncomingMessage): AwsCall | undefined {
  return readAwsCall(method, url, headers);
}

function send(
  outgoing: ServerResponse,
  { statusCode, headers, body }: ReturnType<typeof toErrorResponse>,
): void {
  outgoing.writeHead(statusCode, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}
