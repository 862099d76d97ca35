import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import {
  ClientRequest,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import type {
  BatchExecuteStatementCommandInput,
  BatchGetItemCommandInput,
  PutItemCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { onTestFinished, vi } from 'vitest';
import { environmentKeys } from '../../../shared/runtime/environment.ts';
import { endpointVariables } from '../../../tools/emulator/engines/endpoint-variables.ts';
import { fullSecret } from '../../support/genuine-callback.ts';

/** The fields of an operation's input that these tests read. */
export type OperationInput = Pick<PutItemCommandInput, 'Item'> &
  Pick<BatchGetItemCommandInput, 'RequestItems'> &
  Pick<BatchExecuteStatementCommandInput, 'Statements'> &
  Pick<PutEventsCommandInput, 'Entries'> &
  Pick<UpdateItemCommandInput, 'ExpressionAttributeValues'> & {
    readonly ReceiptHandle?: string;
    readonly MessageBody?: string;
  };

/** What a service says to a call: 200 unless another status is given, or nothing for ever. */
export type ScriptedResponse =
  | { readonly status?: number; readonly body?: object }
  | typeof silence;

/** No response on a connection that stays open, which is worse than a service that is down. */
export const silence = Symbol('silence');

/** A request that is not an operation of a JSON protocol: of S3, or for a file. */
export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** AWS over HTTP on loopback, which says what a test lets it say. Every call succeeds by default. */
export interface ScriptedAws {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly calls: { readonly operation: string; readonly input: OperationInput }[];
  readonly requests: PlainRequest[];
  /**
   * How often this process has sent an operation, or a plain request for `''`. On a busy machine, an
   * attempt can end before the server has read it, and is not among `calls` or `requests` then.
   */
  attempts(operation: string): number;
  /** Replaces what an operation says from now on. */
  respondTo(operation: string, respond: Respond): void;
  /** Replaces what plain requests get: a status, or a status and JSON. */
  respondToRequests(status: number | RespondToRequest): void;
  /** Forgets all calls, and lets every call succeed again. */
  reset(): void;
  stop(): void;
}

type RespondToRequest = (request: PlainRequest) => number | ScriptedResponse;

type Respond = (input: OperationInput) => ScriptedResponse | Promise<ScriptedResponse>;
type Operations = Record<string, Respond>;

const successes: Operations = {
  GetSecretValue: () => ({ body: { SecretString: JSON.stringify(fullSecret) } }),
  PutItem: () => ({}),
  BatchGetItem: () => ({ body: { Responses: {} } }),
  BatchExecuteStatement: ({ Statements = [] }) => ({
    body: { Responses: Statements.map(() => ({ TableName: 'events' })) },
  }),
  Query: () => ({ body: { Items: [] } }),
  ChangeMessageVisibility: () => ({}),
  PutEvents: ({ Entries = [] }) => ({ body: publish(Entries, () => false) }),
};

/** What EventBridge says to entries of which it cannot take some now. */
export function publish(
  entries: NonNullable<OperationInput['Entries']>,
  fails: (detail: string) => boolean,
): object {
  const Entries = entries.map(({ Detail = '' }, index) =>
    fails(Detail) ? { ErrorCode: 'InternalFailure' } : { EventId: `event-${index}` },
  );
  return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
}

export async function startScriptedAws(): Promise<ScriptedAws> {
  const calls: ScriptedAws['calls'] = [];
  const requests: PlainRequest[] = [];
  const sent: string[] = [];
  let operations: Operations = { ...successes };
  let toRequestResponse: RespondToRequest = () => 200;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await buffer(request)).toString();
    const operation = toOperation(request.headers['x-amz-target']);
    if (operation === '') {
      const { method = '', url: path = '', headers } = request;
      const plain = { method, path, headers, body };
      requests.push(plain);
      const given = toRequestResponse(plain);
      if (given === silence) return;
      const { status = 200, body: json } = typeof given === 'number' ? { status: given } : given;
      response.writeHead(status, { etag: '"stored"' }).end(json && JSON.stringify(json));
      return;
    }
    const input: OperationInput = JSON.parse(body);
    calls.push({ operation, input });
    const scripted = await (operations[operation]?.(input) ?? { status: 400 });
    if (scripted === silence) return;
    const { status = 200, body: output = {} } = scripted;
    response.writeHead(status).end(JSON.stringify(output));
  }

  const noteSdk = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    if (request instanceof ClientRequest) sent.push(toOperation(request.getHeader('x-amz-target')));
  };
  const noteFetch = () => void sent.push('');
  subscribe('http.client.request.start', noteSdk);
  subscribe('undici:request:create', noteFetch);

  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    calls,
    requests,
    attempts: (operation) => sent.filter((each) => each === operation).length,
    respondTo: (operation, script) => {
      operations[operation] = script;
    },
    respondToRequests: (status) => {
      toRequestResponse = typeof status === 'number' ? () => status : status;
    },
    reset: () => {
      calls.length = 0;
      requests.length = 0;
      sent.length = 0;
      operations = { ...successes };
      toRequestResponse = () => 200;
    },
    stop: () => {
      unsubscribe('http.client.request.start', noteSdk);
      unsubscribe('undici:request:create', noteFetch);
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The operation in the header of a JSON protocol; empty for a plain request. */
function toOperation(target: unknown): string {
  const [, operation = ''] = /\.(\w+)$/.exec(String(target ?? '')) ?? [];
  return operation;
}

/** Sets the environment of a deployed function. Handlers read it while they are loaded. */
export function stubEnvironment(
  origin: string,
  variables: Readonly<Record<string, string>> = {},
): void {
  const environment = {
    ...Object.fromEntries(endpointVariables.map((variable) => [variable, origin])),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'an-id',
    AWS_SECRET_ACCESS_KEY: 'a-key',
    [environmentKeys.eventsTable]: 'events',
    [environmentKeys.providerSecret]: 'secret',
    [environmentKeys.eventBus]: 'bus',
    [environmentKeys.mediaBucket]: 'media',
    [environmentKeys.payloadBucket]: 'payloads',
    [environmentKeys.mediaMaxReceiveCount]: '6',
    [environmentKeys.userHashKey]: 'the id of the stack',
    [environmentKeys.logLevel]: 'ERROR',
    ...variables,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}

/** Hides what the handlers log of the failures that these tests provoke: it would look like one. */
export function hideLog(): void {
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  onTestFinished(() => write.mockRestore());
}
