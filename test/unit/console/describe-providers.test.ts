import { expect, it } from 'vitest';
import { describeProviders } from '../../../tools/console/server/describe-providers.ts';
import type { Gateway } from '../../../tools/operator/gateway/gateway.ts';

const token = 'the-token-of-the-provider';

/** What the console shows of a provider with this secret. */
async function describe(provider: string, secret: object) {
  const outputs = {
    api: `https://api.example/${provider}`,
    functionUrl: 'https://function.example',
    secretArn: 'arn:secret',
  };
  // Only these parts of the gateway are read.
  const gateway = {
    callbacks: new Map([[provider, outputs]]),
    clients: { secretsManager: { send: async () => ({ SecretString: JSON.stringify(secret) }) } },
    functionSettings: async () => new Map(),
  } as unknown as Gateway;
  const [found] = await describeProviders(gateway, { lastCallbacks: async () => new Map() });
  return found;
}

const unsigned = [
  { name: 'token in the URL', isSetUp: true },
  { name: 'signature', isSetUp: false },
];

it('a provider has its own URLs and proofs, and those of each named connection', async () => {
  const shop = {
    token: 'the-token-of-the-shop',
    signingKeys: ['the-key-of-the-shop'],
    headers: { 'x-shop': 'the-value-of-the-shop' },
  };
  const other = { token: 'the-token-of-the-other' };
  expect(await describe('meta', { token, connections: { shop, other } })).toMatchObject({
    urls: { api: `https://api.example/meta/${token}` },
    proofs: unsigned,
    connections: [
      {
        name: 'other',
        urls: { api: 'https://api.example/meta/the-token-of-the-other' },
        proofs: unsigned,
      },
      {
        name: 'shop',
        urls: {
          api: 'https://api.example/meta/the-token-of-the-shop',
          functionUrl: 'https://function.example/the-token-of-the-shop',
        },
        proofs: [
          { name: 'token in the URL', isSetUp: true },
          { name: 'signature', isSetUp: true },
          { name: 'static headers', isSetUp: true },
        ],
      },
    ],
  });
});

it('a connection has the signing keys of its provider where it has none', async () => {
  const connections = { shop: { token: 'the-token-of-the-shop' } };
  expect(await describe('meta', { token, signingKeys: ['the-key'], connections })).toMatchObject({
    connections: [{ proofs: [{}, { name: 'signature', isSetUp: true }] }],
  });
});

it('a provider whose folder is not here has its URLs, and the problem beside them', async () => {
  expect(await describe('acme', { token, signingKeys: ['the-key'] })).toMatchObject({
    name: 'acme',
    problem: expect.stringContaining('this version has no provider acme'),
    urls: { api: `https://api.example/acme/${token}` },
    proofs: [
      { name: 'token in the URL', isSetUp: true },
      { name: 'signature', isSetUp: true },
    ],
  });
});

it('a secret with a mistake leaves a provider without URLs, and says why', async () => {
  expect(await describe('meta', { token: 'short' })).toMatchObject({
    name: 'Meta (WhatsApp Cloud API)',
    problem: expect.stringContaining('has a mistake'),
    urls: {},
    connections: [],
  });
});
