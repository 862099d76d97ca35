import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { AwsError } from './aws-error.ts';
import { type AwsCall, type AwsServiceName, readAwsCall } from './call.ts';
import { toErrorAnswer } from './error-answer.ts';
import { callJsonService, type JsonService } from './json-service.ts';

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
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, options, agent).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else send(outgoing, toErrorAnswer(readCallOf(incoming)?.service, error));
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

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { backends, authorize }: AwsEndpointOptions,
  agent: Agent,
): Promise<void> {
  const call = readCallOf(incoming);
  if (!call) {
    throw new AwsError(
      'MissingAuthenticationToken',
      'Request is missing Authentication Token',
      403,
    );
  }
  const { engine, operations = {} } = backends[call.service];
  if (call.service === 's3') {
    authorize(call, undefined);
    if (!engine) throw new Error('S3 needs an engine');
    await forward(call, engine, agent, incoming, outgoing);
    return;
  }
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

async function forward(
  { method, url, headers }: AwsCall,
  origin: string,
  agent: Agent,
  body: Buffer | IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { host: _, connection: __, expect: ___, ...kept } = headers;
  const upstream = request(`${origin}${url}`, { method, headers: kept, agent });
  const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  upstream.once('response', resolve).once('error', reject);
  const sent = Buffer.isBuffer(body) ? upstream.end(body) : pipeline(body, upstream);
  const [response] = await Promise.all([answered, sent]);
  outgoing.writeHead(response.statusCode ?? 500, response.headers);
  await pipeline(response, outgoing);
}

function readCallOf({ method = 'GET', url = '/', headers }: IncomingMessage): AwsCall | undefined {
  return readAwsCall(method, url, headers);
}

function send(
  outgoing: ServerResponse,
  { statusCode, headers, body }: ReturnType<typeof toErrorAnswer>,
): void {
  outgoing.writeHead(statusCode, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}
