import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { toTicketBody } from '../../../sdk/handler/conversation-order.ts';
import { orderVariables } from '../../../sdk/ordering/order-environment.ts';
import { compressEvent } from '../../../sdk/ordering/order-items.ts';
import {
  httpVariables,
  localReceiversKey,
} from '../../../shared/http-subscription/http-variables.ts';
import { listenOnLoopback } from '../../../tools/emulator/listen-on-loopback.ts';
import { delivered, goldenEvent } from '../../support/golden-events.ts';
import { hideLog, type OperationInput, startScriptedAws, stubEnvironment } from './scripted-aws.ts';

/** The deployed entry point of an HTTP subscription, with its SDK clients, sockets and address rules. */
const aws = await startScriptedAws();
let status = 200;
const posted: { readonly id: unknown; readonly body: string }[] = [];
const receiver = createServer(async (request, response) => {
  posted.push({ id: request.headers['webhook-id'], body: await text(request) });
  response.writeHead(status).end();
});
const url = `http://127.0.0.1:${await listenOnLoopback(receiver)}/events`;
const queueArn = 'arn:aws:sqs:us-east-1:123456789012:queue';
const context = { getRemainingTimeInMillis: () => 60_000 };
const event = delivered(goldenEvent('message.received'));
const { id, occurredAt } = event.detail.metadata;
const returned = { batchItemFailures: [{ itemIdentifier: 'record' }] };

beforeEach(() => {
  aws.reset();
  posted.length = 0;
  status = 200;
  hideLog();
  aws.respondTo('GetSecretValue', () => ({
    body: { SecretString: JSON.stringify({ key: 'A'.repeat(44) }) },
  }));
  aws.respondTo('GetItem', () => ({}));
  aws.respondTo('UpdateItem', () => ({}));
  // The SDK compares it with what it has sent.
  aws.respondTo('SendMessage', ({ MessageBody = '' }) => ({
    body: { MD5OfMessageBody: hash('md5', MessageBody) },
  }));
});
afterAll(() => {
  aws.stop();
  receiver.close();
});

/** Starts the function, which reads its environment while it is loaded. */
async function start(variables: Readonly<Record<string, string>> = { [localReceiversKey]: 'on' }) {
  vi.unstubAllEnvs();
  stubEnvironment(aws.origin, {
    AWS_ENDPOINT_URL_LAMBDA: aws.origin,
    AWS_LAMBDA_FUNCTION_NAME: 'delivery',
    AWS_LAMBDA_LOG_LEVEL: 'ERROR',
    [httpVariables.url]: url,
    [httpVariables.secret]: 'signing-keys',
    [httpVariables.deadLettersUrl]: 'https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters',
    [httpVariables.queueArn]: queueArn,
    [httpVariables.stateTable]: 'state',
    [httpVariables.maxAttempts]: '2',
    ...variables,
  });
  vi.resetModules();
  const { handler } = await import('../../../functions/http-delivery/handler.ts');
  return (body: string, receives = 1) => handler(eventOf(body, receives), context);
}

/** What SQS delivers, as far as the function reads it. An hour ago it did so for the first time. */
function eventOf(body: string, receives: number): SQSEvent {
  const attributes = {
    ApproximateReceiveCount: `${receives}`,
    ApproximateFirstReceiveTimestamp: `${Date.now() - 3_600_000}`,
  };
  const record = { messageId: 'record', receiptHandle: 'handle', body, attributes };
  return { Records: [{ ...record, eventSourceARN: queueArn }] } as unknown as SQSEvent;
}

function callsOf(operation: string): readonly OperationInput[] {
  return aws.calls.flatMap((call) => (call.operation === operation ? [call.input] : []));
}

it('posts an event to the receiver, and notes that it was accepted', async () => {
  const handle = await start();
  expect(await handle(JSON.stringify(event))).toEqual({ batchItemFailures: [] });
  expect(posted).toMatchObject([{ id, body: expect.stringContaining(id) }]);
  expect(callsOf('GetSecretValue')).toMatchObject([{ SecretId: 'signing-keys' }]);
  expect(callsOf('UpdateItem')).toMatchObject([{ TableName: 'state' }]);
});

describe.each([{}, { [localReceiversKey]: 'off' }, { [localReceiversKey]: 'true' }])(
  'outside of the emulator, with %j',
  (variables) => {
    it('nothing is posted to this machine, and the event waits', async () => {
      const handle = await start(variables);
      expect(await handle(JSON.stringify(event))).toEqual(returned);
      expect(posted).toEqual([]);
      expect(callsOf('ChangeMessageVisibility')).toMatchObject([{ ReceiptHandle: 'handle' }]);
    });
  },
);

it('sends an event to the dead letters after its last attempt, if the receiver accepts others', async () => {
  status = 503;
  aws.respondTo('GetItem', () => ({
    body: { Item: { id: { S: 'receiver' }, lastAcceptedAt: { S: new Date().toISOString() } } },
  }));
  const handle = await start();
  expect(await handle(JSON.stringify(event), 1)).toEqual(returned);
  expect(callsOf('SendMessage')).toEqual([]);
  expect(await handle(JSON.stringify(event), 2)).toEqual({ batchItemFailures: [] });
  expect(callsOf('SendMessage')).toMatchObject([
    { QueueUrl: expect.stringMatching('/dead-letters$'), MessageBody: JSON.stringify(event) },
  ]);
});

it('switches off its own queue when the receiver is gone, and says so in its state', async () => {
  status = 410;
  aws.respondToRequests(({ method }) => ({
    body: method === 'GET' ? { EventSourceMappings: [{ UUID: 'mapping', State: 'Enabled' }] } : {},
  }));
  const handle = await start();
  expect(await handle(JSON.stringify(event))).toEqual(returned);
  const [found, changed] = aws.requests;
  const { searchParams } = new URL(found?.path ?? '', aws.origin);
  expect(Object.fromEntries(searchParams)).toEqual({
    FunctionName: 'delivery',
    EventSourceArn: queueArn,
  });
  expect(changed).toMatchObject({
    method: 'PUT',
    path: expect.stringMatching('/mapping$'),
    body: '{"Enabled":false}',
  });
  expect(callsOf('UpdateItem').at(-1)).toMatchObject({
    TableName: 'state',
    ExpressionAttributeValues: { ':disabledBecause': { S: 'gone' } },
  });
});

it('posts what is due with a ticket, if the subscription is in order', async () => {
  const json = JSON.stringify(event);
  const position = `${occurredAt}#${id}`;
  const compressed = Buffer.from(compressEvent(json)).toString('base64');
  const waiting = { position: { S: position }, ticketId: { S: id }, event: { B: compressed } };
  aws.respondTo('Query', () => ({ body: { Items: [waiting] } }));
  const handle = await start({
    [localReceiversKey]: 'on',
    [httpVariables.order]: 'conversation',
    [orderVariables.tableName]: 'order',
    [orderVariables.deadLettersUrl]: 'dead-letters',
    [orderVariables.maxAttempts]: '5',
    [orderVariables.timeoutSeconds]: '60',
    [orderVariables.rememberDays]: '14',
  });
  const startedAtMs = Date.now();
  const ticket = toTicketBody({ conversation: 'conversation', position });
  expect(await handle(ticket)).toEqual({ batchItemFailures: [] });
  expect(posted).toMatchObject([{ id }]);
  const [begun] = callsOf('UpdateItem');
  // The conversation is busy for as long as this invocation may run.
  const { ':busyUntil': until } = begun?.ExpressionAttributeValues ?? {};
  expect(Number(until?.N)).toBeGreaterThan(startedAtMs / 1000 + 59);
  expect(callsOf('UpdateItem')).toMatchObject([
    { TableName: 'order', UpdateExpression: expect.stringContaining('busyUntil') },
    { TableName: 'state' },
    { TableName: 'order', UpdateExpression: expect.stringContaining('REMOVE #event') },
  ]);
});
