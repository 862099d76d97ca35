import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type CallbackHandler,
  createCallbackHandler,
} from '../../../functions/callback/create-handler.ts';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { providers } from '../../../functions/providers/registry.ts';
import type { SignatureScheme } from '../../../shared/provider/signature-scheme.ts';
import { createVerify } from '../../../shared/provider/verify-callback.ts';
import { environmentKeys } from '../../../shared/runtime/environment.ts';
import { type Fixture, readFixtures } from '../../../tools/dev/fixtures.ts';
import { encodeFixture } from '../../../tools/provider-testing/genuine-callback.ts';
import {
  fullSecret,
  fullSecretOf,
  genuineCallback,
  isSignable,
} from '../../support/genuine-callback.ts';
import { lineProvider } from '../../support/line-provider.ts';
import { hideLog, startScriptedAws, stubEnvironment } from './scripted-aws.ts';

/** The deployed entry point of each provider, with its own SDK clients, over real sockets. */
const channelId = '30058';
const phone = '15550100009';
const aws = await startScriptedAws();
stubEnvironment(aws.origin, {
  [environmentKeys.providerChannels]: JSON.stringify({ [channelId]: { channel: 'rcs', phone } }),
  [environmentKeys.retentionDays]: '30',
});

const context = { getRemainingTimeInMillis: () => 10_000 };

/** The function of a provider, and its secret in Secrets Manager. */
async function loadHandler(id: string): Promise<CallbackHandler> {
  const adapter = await loadProvider(id);
  const SecretString = JSON.stringify(fullSecretOf(adapter));
  aws.respondTo('GetSecretValue', () => ({ body: { SecretString } }));
  return createCallbackHandler(adapter);
}

/** A genuine callback as Lambda passes it on. */
async function toEvent(id: string, json: string): Promise<APIGatewayProxyEventV2> {
  const adapter = await loadProvider(id);
  const body = encodeFixture(adapter, json);
  const { method, url, headers } = genuineCallback(adapter, body);
  const { host, pathname } = new URL(url);
  const http = { method, path: pathname, sourceIp: '192.0.2.1' };
  // What the gateway does not read of an HTTP event is left out.
  return {
    rawPath: pathname,
    rawQueryString: '',
    headers: { ...headers, host },
    requestContext: { http, timeEpoch: Date.parse('2026-11-21T03:04:05.678Z') },
    body: body.toString(),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}

/** The values by which a callback proves where it comes from: static headers and signatures. */
function proofsIn({
  'content-type': _type,
  host: _host,
  ...proofs
}: APIGatewayProxyEventV2['headers']) {
  return Object.values(proofs).filter((value) => value !== undefined);
}

function fixtureOf(id: string, isWanted: (fixture: Fixture) => boolean): Fixture {
  const fixture = readFixtures(id).find(isWanted);
  if (fixture === undefined) throw new Error(`${id} has no such fixture`);
  return fixture;
}

function storedItems() {
  return aws.calls.flatMap(({ operation, input }) =>
    operation === 'PutItem' && input.Item ? [input.Item] : [],
  );
}

beforeEach(() => {
  aws.reset();
  hideLog();
});
afterAll(() => aws.stop());

const unknown = '{"event":"announced_tomorrow","type":"announced_tomorrow"}';

describe.each(providers.map(({ id }) => id))('the deployed function of %s', async (id) => {
  const adapter = await loadProvider(id);
  const hasEvent = ({ payload }: Fixture) =>
    adapter.normalize(JSON.parse(payload), { channels: {} })[0]?.kind === 'event';

  it('stores a genuine callback, to expire as configured, and acknowledges it', async () => {
    const handler = await loadHandler(id);
    const { payload } = fixtureOf(id, hasEvent);
    const response = await handler(await toEvent(id, payload), context);
    expect(response.statusCode).toBe(adapter.manifest.success.status);
    expect(storedItems()).not.toEqual([]);
    for (const item of storedItems()) {
      expect(item).toMatchObject({ publish: { N: '1' }, expiresAt: { N: expect.any(String) } });
    }
  });

  it('refuses a callback without a proof', async () => {
    const handler = await loadHandler(id);
    const { payload } = fixtureOf(id, ({ name }) => !name.startsWith('invalid.'));
    const event = await toEvent(id, payload);
    const response = await handler({ ...event, rawPath: '/another-token' }, context);
    expect(response.statusCode).toBe(401);
    expect(aws.requests).toEqual([]);
    expect(storedItems()).toEqual([]);
  });

  it('responds with 503 when the table does not accept an event', async () => {
    const handler = await loadHandler(id);
    aws.respondTo('PutItem', () => ({ status: 400, body: { __type: 'AccessDeniedException' } }));
    const { payload } = fixtureOf(id, hasEvent);
    const response = await handler(await toEvent(id, payload), context);
    expect(response.statusCode).toBe(503);
  });

  // A provider that signs a field of its bodies cannot send a body without it.
  describe.runIf(isSignable(adapter, encodeFixture(adapter, unknown)))(
    'to an unknown event',
    () => {
      it.each([403, 400, 500])(
        'responds with 503 when S3 responds to a payload with %i',
        async (status) => {
          const handler = await loadHandler(id);
          aws.respondToRequests(status);
          const response = await handler(await toEvent(id, unknown), context);
          expect(response.statusCode).toBe(503);
          expect(aws.requests.length).toBeGreaterThan(0);
          expect(storedItems()).toEqual([]);
        },
      );

      it('stores a body that it does not know byte for byte, and none of its proofs', async () => {
        const handler = await loadHandler(id);
        const text = 'Grüße, 図 \u{1F600} '.repeat(10_000);
        const payload = JSON.stringify({
          event: 'announced_tomorrow',
          type: 'announced_tomorrow',
          text,
        });
        const event = await toEvent(id, payload);
        expect((await handler(event, context)).statusCode).toBe(adapter.manifest.success.status);
        const [object] = aws.requests;
        expect(object?.path).toMatch(/^\/payloads\/(quarantine|unmapped)\//);
        const { headers, body } = JSON.parse(object?.body ?? '');
        expect(body).toBe(payload);
        expect(headers['content-type']).toBe(event.headers['content-type']);
        const proofs = [fullSecret.token, ...proofsIn(event.headers)];
        expect(proofs.length).toBeGreaterThan(2);
        for (const proof of proofs) expect(object?.body).not.toContain(proof);
      });
    },
  );
});

it('names the business of INCS as PROVIDER_CHANNELS configures it', async () => {
  const handler = await loadHandler('incs');
  const { payload: sent } = fixtureOf('incs', ({ name }) => name === 'new_message.rcs-text');
  const { business_phone: _phone, ...body } = JSON.parse(sent);
  const payload = JSON.stringify({ ...body, channel_id: Number(channelId) });
  expect((await handler(await toEvent('incs', payload), context)).statusCode).toBe(200);
  expect(storedItems()[0]?.conversation?.S).toMatch(`rcs#${phone}#`);
});

/** The function of a provider that signs its bodies. */
function createSigningHandler(): CallbackHandler {
  const signature: SignatureScheme = {
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    keyEncoding: 'hex',
    headers: [{ name: 'x-signature', patterns: ['{signature}'] }],
    signed: ['body'],
  };
  return createCallbackHandler({
    ...lineProvider,
    manifest: { ...lineProvider.manifest, signature },
    verify: createVerify(signature),
  });
}

it.each([
  ['required', 503],
  ['optional', 200],
  [undefined, 200],
])(
  'follows SIGNATURE_POLICY while the secret has no signing key: %s gives %i',
  async (policy, status) => {
    vi.stubEnv(environmentKeys.signaturePolicy, policy);
    onTestFinished(() => void vi.stubEnv(environmentKeys.signaturePolicy, undefined));
    const SecretString = JSON.stringify({ token: fullSecret.token });
    aws.respondTo('GetSecretValue', () => ({ body: { SecretString } }));
    const handler = createSigningHandler();
    const response = await handler(await toEvent('incs', '{"lines":["Hello"]}'), context);
    expect(response.statusCode).toBe(status);
    expect(storedItems()).toHaveLength(status === 200 ? 1 : 0);
  },
);

it('responds with 503, and logs why, while the provider cannot sign with a key of the secret', async () => {
  const handler = createSigningHandler();
  const secret = { token: fullSecret.token, signingKeys: ['hunter2'] };
  aws.respondTo('GetSecretValue', () => ({ body: { SecretString: JSON.stringify(secret) } }));
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  onTestFinished(() => write.mockRestore());
  const response = await handler(await toEvent('incs', '{"lines":["Hello"]}'), context);
  expect(response.statusCode).toBe(503);
  const log = write.mock.calls.join('');
  expect(log).toContain(
    'invalid value of signingKeys: each must be a key of hmac-sha256 in the form hex',
  );
  expect(log).not.toContain('hunter2');
});

it('continues with the secret that it knows, and logs why it could not fetch it again', async () => {
  const handler = await loadHandler('incs');
  const event = await toEvent(
    'incs',
    fixtureOf('incs', ({ name }) => name.startsWith('new_')).payload,
  );
  expect((await handler(event, context)).statusCode).toBe(200);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
  onTestFinished(() => void vi.useRealTimers());
  const denied = { status: 400, body: { __type: 'AccessDeniedException' } };
  aws.respondTo('GetSecretValue', () => denied);
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  onTestFinished(() => write.mockRestore());
  expect((await handler(event, context)).statusCode).toBe(200);
  expect(JSON.parse(write.mock.calls.join(''))).toMatchObject({
    level: 'ERROR',
    message: 'secret not read',
    provider: 'incs',
    cause: 'AccessDeniedException',
    advice: expect.stringContaining('resource policy'),
  });
});

it.each([
  ['us-east-1', 'payloads.s3.us-east-1.amazonaws.com'],
  ['us-gov-west-1', 'payloads.s3.us-gov-west-1.amazonaws.com'],
  ['cn-north-1', 'payloads.s3.cn-north-1.amazonaws.com.cn'],
  ['eusc-de-east-1', 'payloads.s3.eusc-de-east-1.amazonaws.eu'],
])(
  'puts a payload into the bucket of its region, in whatever partition: %s',
  async (region, host) => {
    const { AWS_REGION = '', AWS_ENDPOINT_URL_S3 = '' } = process.env;
    vi.stubEnv('AWS_REGION', region);
    vi.stubEnv('AWS_ENDPOINT_URL_S3', undefined);
    const hosts = new Set<string>();
    // A request to AWS is destroyed before it needs the network.
    const stop = (message: unknown) => {
      const { request } = message as { readonly request: ClientRequest };
      if (request.host === '127.0.0.1') return;
      hosts.add(request.host);
      request.destroy(new Error('there is no network'));
    };
    subscribe('http.client.request.created', stop);
    onTestFinished(() => {
      unsubscribe('http.client.request.created', stop);
      vi.stubEnv('AWS_REGION', AWS_REGION);
      vi.stubEnv('AWS_ENDPOINT_URL_S3', AWS_ENDPOINT_URL_S3);
    });
    const SecretString = JSON.stringify({ token: fullSecret.token });
    aws.respondTo('GetSecretValue', () => ({ body: { SecretString } }));
    const handler = createCallbackHandler(lineProvider);
    const response = await handler(await toEvent('incs', unknown), context);
    expect(response.statusCode).toBe(503);
    expect([...hosts]).toEqual([host]);
  },
);
