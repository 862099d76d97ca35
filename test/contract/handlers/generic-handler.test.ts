import { createHmac } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { generic } from '../../../lib/providers/generic.ts';
import { environmentKeys } from '../../../shared/runtime/environment.ts';
import { hideLog, startScriptedAws, stubEnvironment } from './scripted-aws.ts';

/** The deployed entry point of a provider without an adapter, with its settings as the stack writes them. */
const token = 'a-token-of-the-generic-provider-x';
const key = 'a-key-of-the-owner';
const aws = await startScriptedAws();
const { generic: settings } = generic({
  id: 'acme',
  signature: { header: 'x-acme-signature', algorithm: 'hmac-sha256', prefix: 'sha256=' },
  idempotency: { pointer: '/event/id' },
  response: { status: 202, body: '{"ok":true}', contentType: 'application/json' },
}).load();
stubEnvironment(aws.origin, { [environmentKeys.genericProvider]: JSON.stringify(settings) });
aws.respondTo('GetSecretValue', secret);
const { handler } = await import('../../../functions/generic/handler.ts');

function secret() {
  return { body: { SecretString: JSON.stringify({ token, signingKeys: [key] }) } };
}

beforeEach(() => {
  aws.reset();
  aws.respondTo('GetSecretValue', secret);
  hideLog();
});
afterAll(() => aws.stop());

function toEvent(body: string, signedBody = body): APIGatewayProxyEventV2 {
  const digest = createHmac('sha256', key).update(signedBody).digest('hex');
  const http = { method: 'POST', path: `/${token}`, sourceIp: '192.0.2.1' };
  // What the gateway does not read of an HTTP event is left out.
  return {
    rawPath: `/${token}`,
    rawQueryString: '',
    headers: { host: 'acme.example', 'x-acme-signature': `sha256=${digest}` },
    requestContext: { http, timeEpoch: Date.parse('2026-11-21T03:04:05.678Z') },
    body,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}

const context = { getRemainingTimeInMillis: () => 10_000 };

const stored = () =>
  aws.calls.flatMap(({ operation, input }) =>
    operation === 'PutItem' && input.Item ? [input.Item] : [],
  );

describe('the deployed function of a provider without an adapter', () => {
  it('stores the body as callback.received and responds as the owner configured', async () => {
    const response = await handler(toEvent('{"event":{"id":"e-1"},"text":"Hello"}'), context);
    expect(response).toMatchObject({
      statusCode: 202,
      body: '{"ok":true}',
      headers: { 'content-type': 'application/json' },
    });
    const [item] = stored();
    expect(JSON.parse(item?.detail?.S ?? '')).toMatchObject({
      metadata: { provider: 'acme', type: 'callback.received' },
      data: { json: { event: { id: 'e-1' }, text: 'Hello' } },
    });
  });

  it('gives a callback the same key by the value that the owner named', async () => {
    await handler(toEvent('{"event":{"id":"e-1"},"attempt":1}'), context);
    await handler(toEvent('{"event":{"id":"e-1"},"attempt":2}'), context);
    const [first, second] = stored();
    expect(first?.pk).toEqual(second?.pk);
  });

  it('refuses a body that was signed as another', async () => {
    const response = await handler(toEvent('{"event":{"id":"e-2"}}', '{}'), context);
    expect(response.statusCode).toBe(401);
    expect(stored()).toEqual([]);
  });
});
