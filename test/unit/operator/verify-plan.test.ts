import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadProvider, loadSample } from '../../../functions/providers/load-provider.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import type { Gateway } from '../../../tools/operator/gateway/gateway.ts';
import { isKnownProvider } from '../../../tools/operator/gateway/read-providers.ts';
import { findReceivers } from '../../../tools/operator/verify/find-receivers.ts';
import {
  anyPicture,
  callbacksOf,
  eventIdsOf,
  planErasure,
  planProvider,
} from '../../../tools/operator/verify/plan-callbacks.ts';
import {
  whyUnsigned,
  withWrongKey,
  withWrongToken,
} from '../../../tools/operator/verify/send-callback.ts';
import { toRun } from '../../../tools/operator/verify/test-account.ts';
import { toMessageCallback } from '../../../tools/operator/verify/test-callbacks.ts';

const secrets = mockClient(SecretsManagerClient);

beforeEach(() => {
  secrets.reset();
  secrets
    .on(GetSecretValueCommand)
    .resolves({ SecretString: '{"token":"the-token-of-the-provider"}' });
});

afterAll(() => secrets.restore());

const run = toRun(new Date('2026-11-28T12:00:00Z'));

const outputs = {
  api: 'https://api.example/p',
  functionUrl: 'https://function.example',
  secretArn: 'arn:secret',
};

const generic = { id: 'shop' };

const gateway = {
  name: 'tributary-prod',
  clients: createClients('http://127.0.0.1:9', 'nobody'),
  callbacks: new Map(['incs', 'shop', 'pigeon'].map((id) => [id, outputs])),
  functionSettings: async () =>
    new Map([
      ['shop', { generic, channels: {}, signaturePolicy: undefined, retentionDays: undefined }],
    ]),
} as unknown as Gateway;

const settings = { picture: anyPicture, withFaults: true };

describe('a plan', () => {
  it('has one message for each endpoint, and one picture', async () => {
    const { endpoints } = await planProvider(gateway, 'incs', run, settings);
    expect(endpoints.map(({ name, url }) => `${name} ${url}`)).toEqual([
      'api https://api.example/p/the-token-of-the-provider',
      'functionUrl https://function.example/the-token-of-the-provider',
    ]);
    expect(endpoints.map(({ message }) => message?.fileEventId !== undefined)).toEqual([
      true,
      false,
    ]);
  });

  it('has every connection, with the headers and keys of its provider where it has none', async () => {
    const headers = { UserName: 'provider' };
    const connections = {
      shop: { token: 'the-token-of-the-shop' },
      app: { token: 'the-token-of-the-app', headers: { UserName: 'app' } },
    };
    const secret = { token: 'the-token-of-the-provider', headers, connections };
    secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(secret) });
    const plan = await planProvider(gateway, 'incs', run, settings);
    expect(plan.connections).toMatchObject([
      {
        name: 'app',
        headers: { UserName: 'app' },
        urls: { api: `${outputs.api}/the-token-of-the-app` },
      },
      {
        name: 'shop',
        headers,
        urls: { functionUrl: `${outputs.functionUrl}/the-token-of-the-shop` },
      },
    ]);
  });

  it('follows every event that is published, and none of what must be refused', async () => {
    const plan = await planProvider(gateway, 'incs', run, settings);
    const ids = eventIdsOf(plan);
    // Two messages, one file, one quarantined body, and twelve while something is broken.
    expect(new Set(ids).size).toBe(16);
    const refused = plan.endpoints.map(({ refused }) => refused?.record.event.detail.metadata.id);
    expect(ids.filter((id) => refused.includes(id))).toEqual([]);
  });

  it('erases also what must be refused: the gateway may have stored it', async () => {
    const plan = await planProvider(gateway, 'incs', run, settings);
    const { endpoints, unrecognized, whileBroken } = plan;
    const sent = [
      ...endpoints.flatMap(({ message, refused }) => [message, refused]),
      unrecognized,
      ...whileBroken.whileDenied,
      ...whileBroken.old,
    ];
    expect(new Set(callbacksOf(plan))).toEqual(new Set(sent));
  });

  it('of an erasure has everything that any run of this id may have sent, without a secret', async () => {
    const plan = await planProvider(gateway, 'incs', run, settings);
    const shop = await planProvider(gateway, 'shop', run, settings);
    secrets.reset();
    const keys = (await planErasure(gateway, run)).map(({ record }) => record.key.pk);
    for (const { record } of [...callbacksOf(plan), ...callbacksOf(shop)]) {
      expect(keys).toContain(record.key.pk);
    }
    expect(secrets.calls()).toEqual([]);
  });

  it('is possible for providers with an adapter, and for generic ones', async () => {
    expect(await isKnownProvider(gateway, 'incs')).toBe(true);
    expect(await isKnownProvider(gateway, 'shop')).toBe(true);
    expect(await isKnownProvider(gateway, 'pigeon')).toBe(false);
  });
});

describe('rules that receive the test events', () => {
  it.each([
    ['{"source":[{"prefix":"tributary."}]}', ['rule']],
    ['{"detail-type":["message.billed"]}', []],
    ['{"detail-type":["callback.quarantined"]}', ['rule']],
    ['{"detail":{"data":{"message":{"user":{"phone":["447700900990"]}}}}}', ['rule']],
    ['{"detail":{"data":{"message":{"user":{"phone":["447700900123"]}}}}}', []],
    ['{"of another form": 1}', ['rule']],
  ])('with the pattern %s are %j', async (pattern, expected) => {
    const plan = await planProvider(gateway, 'incs', run, settings);
    expect(findReceivers([plan], [{ name: 'rule', pattern }])).toEqual(expected);
  });
});

describe('what is not authentic', () => {
  it('has another token of the same length', () => {
    const url = 'https://api.example/p/the-token-of-the-provider';
    const wrong = withWrongToken(url);
    expect(wrong).not.toBe(url);
    expect(wrong).toHaveLength(url.length);
    expect(wrong.startsWith('https://api.example/p/')).toBe(true);
  });

  it('has another signing key, if the secret has one and the provider signs', async () => {
    const meta = await loadProvider('meta');
    const secret = { token: 'the-token-of-the-provider', signingKeys: ['key'] };
    expect(withWrongKey({ adapter: meta, secret, headers: {} })?.secret.signingKeys).not.toEqual([
      'key',
    ]);
    const { token } = secret;
    expect(withWrongKey({ adapter: meta, secret: { token }, headers: {} })).toBeUndefined();
    const incs = await loadProvider('incs');
    expect(withWrongKey({ adapter: incs, secret, headers: {} })).toBeUndefined();
  });

  it('is not sent in the name of a provider that signs with a private key', async () => {
    const meta = await loadProvider('meta');
    const adapter = {
      ...meta,
      manifest: {
        ...meta.manifest,
        signature: {
          algorithm: 'ed25519',
          encoding: 'hex',
          headers: [{ name: 'signature', patterns: ['{signature}'] }],
          signed: ['body'],
        },
      },
    } as const;
    const message = toMessageCallback(
      { adapter: meta, sample: await loadSample('meta'), run },
      'api',
    );
    if (message === undefined) throw new Error('meta has no sample');
    const secret = { token: 'the-token-of-the-provider', signingKeys: ['key'] };
    const sender = { adapter, secret, headers: {} };
    expect(whyUnsigned(sender, 'https://api.example/t', message, run.startedAt)).toMatch(
      /^only Meta/,
    );
  });
});
