import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { jsonCodec } from '../../../shared/provider/body-codec.ts';
import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import {
  listCallbackFixtures,
  readCallbackFixture,
  toCallbackBody,
} from '../../../tools/emulator-client/callback-fixtures.ts';
import { emulatorPaths, toUrlAtFunction } from '../../../tools/emulator-client/local-urls.ts';
import type { CommandContext } from '../../../tools/operator/command.ts';
import { send } from '../../../tools/operator/commands/send.ts';
import type { Gateway } from '../../../tools/operator/gateway/gateway.ts';
import { OperatorError } from '../../../tools/operator/operator-error.ts';
import { createOutput } from '../../../tools/operator/output.ts';
import { signAsProvider } from '../../../tools/operator/secrets/sign-as-provider.ts';

const now = new Date('2026-03-02T19:03:58.000Z');
const received: CallbackRequest[] = [];

/** Accepts callbacks that are authentic by this secret, as the function of the provider does. */
let secret: ProviderSecret;
const server = createServer(async (request, response) => {
  const path = toUrlAtFunction(`${origin}${request.url}`).slice(origin.length);
  const [, id = '', token = id] = path.split('/');
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const callback = {
    method: request.method ?? '',
    url: `${origin}${path}`,
    receivedAt: now,
    token,
    headers: Object.fromEntries(headers),
    query: {},
    body: await buffer(request),
  };
  received.push(callback);
  const { verify } = await loadProvider(request.url?.includes('meta') ? 'meta' : 'innopaas');
  response.writeHead(verify(callback, secret).authentic ? 200 : 401).end();
});
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => void received.splice(0));
afterAll(() => server.close());

/** Sends a fixture to a gateway with that secret. */
async function sendFixture(
  of: ProviderSecret,
  fixture: string,
  values: Parameters<typeof send.run>[0] = {},
  to = origin,
  accepted = of,
) {
  secret = accepted;
  const provider = String(values.provider ?? fixture.split('/')[0]);
  const lines: string[] = [];
  const progress: string[] = [];
  const outputs = {
    api: `${to}/${provider}`,
    functionUrl: `${to}${emulatorPaths.functionUrl(provider)}`,
    secretArn: 'arn:secret',
  };
  const gateway = {
    name: 'tributary-test',
    option: '--stack tributary-test',
    localOrigin: undefined,
    callbacks: new Map([[provider, outputs]]),
    clients: { secretsManager: { send: async () => ({ SecretString: JSON.stringify(of) }) } },
  };
  const context: CommandContext = {
    // The command uses only these parts of a gateway.
    connect: async () => gateway as unknown as Gateway,
    output: createOutput(
      { out: (line) => lines.push(line), error: (line) => progress.push(line) },
      false,
    ),
    isConfirmed: false,
    readValue: async () => expect.fail('a value was read'),
    now: () => now,
    waitMs: async () => {},
  };
  return { outcome: await send.run(values, [fixture], context), lines, progress };
}

const token = 'the-token-of-the-provider';
const message = 'innopaas/whatsapp_mo_message_received.text';
const signed = 'meta/messages.text';

describe('send', () => {
  it('sends the headers of the provider’s secret', async () => {
    const headers = { UserName: 'tributary', Authorization: ['Basic new', 'Basic old'] };
    expect(await sendFixture({ token, headers }, message)).toEqual({
      outcome: 0,
      lines: [expect.stringMatching(/^200 in \d+ ms$/)],
      progress: [],
    });
    expect(received[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  });

  it.each([
    ['api', { endpoint: 'api' }],
    ['function URL', { endpoint: 'functionUrl' }],
  ])('signs as the provider does, to the %s', async (_what, values) => {
    const signingKeys = ['the-new-key', 'the-old-key'];
    expect((await sendFixture({ token, signingKeys }, signed, values)).outcome).toBe(0);
    const [callback] = received;
    expect(callback?.headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/);
    // The server refuses what is not signed.
    secret = { token, signingKeys: ['another-key'] };
    const refused = await fetch(`${origin}/meta/${token}`, { method: 'POST', body: '{}' });
    expect(refused.status).toBe(401);
  });

  it('sends as a connection of the provider', async () => {
    const connections = { shop: { token: 'the-token-of-the-shop', signingKeys: ['shop-key'] } };
    const of = { token, signingKeys: ['key'], connections };
    expect((await sendFixture(of, signed, { connection: 'shop' })).outcome).toBe(0);
    expect(received[0]?.token).toBe('the-token-of-the-shop');
    await expect(sendFixture(of, signed, { connection: 'store' })).rejects.toThrow(
      'no connection store; it has shop',
    );
  });

  it('signs with the key of the provider as a connection that has none', async () => {
    const connections = { shop: { token: 'the-token-of-the-shop' } };
    const of = { token, signingKeys: ['key'], connections };
    expect((await sendFixture(of, signed, { connection: 'shop' })).outcome).toBe(0);
    expect(received[0]?.token).toBe('the-token-of-the-shop');
  });

  it('does not send with a secret that has a mistake', async () => {
    await expect(sendFixture({ token, signingKeys: [] }, signed)).rejects.toThrow('secrets check');
    expect(received).toEqual([]);
  });

  it('fails when a callback is refused', async () => {
    const accepted = { token, headers: { UserName: 'another' } };
    const { outcome, progress } = await sendFixture({ token }, message, {}, origin, accepted);
    expect(outcome).toBe(1);
    expect(progress).toEqual([expect.stringContaining('doctor --stack tributary-test')]);
  });

  it.each([
    [
      'meta/messages.txt',
      /^meta\/messages.txt is neither .*: meta has \d+, such as .*meta\/messages\.t/,
    ],
    ['meta', /meta has \d+, such as meta\//],
    ['acme/message', /there are some of .*incs.*, meta/],
  ])('names fixtures in place of one that is not there: %s', async (name, advice) => {
    await expect(readCallbackFixture(name)).rejects.toThrow(advice);
  });

  it('has the fixtures of a provider of the app, beside those of this package', async () => {
    const app = mkdtempSync(join(tmpdir(), 'app-'));
    onTestFinished(() => rmSync(app, { recursive: true }));
    mkdirSync(join(app, 'fixtures', 'acme'), { recursive: true });
    writeFileSync(join(app, 'fixtures', 'acme', 'message.payload.json'), '{"id":1}');
    const cwd = vi.spyOn(process, 'cwd').mockReturnValue(app);
    onTestFinished(() => cwd.mockRestore());

    expect(await listCallbackFixtures('acme')).toEqual(['acme/message']);
    expect(await readCallbackFixture('acme/message')).toMatchObject({
      body: '{"id":1}',
      provider: 'acme',
    });
    expect((await listCallbackFixtures('incs')).length).toBeGreaterThan(50);
  });

  it('sends a fixture in the format of the provider', async () => {
    const fixture = await readCallbackFixture('incs/new_message.whatsapp-image');
    const codec = { ...jsonCodec, encode: (json: string) => `encoded ${json}` };
    const text = toCallbackBody(fixture, codec, 'http://127.0.0.1:1').toString();
    expect(text).toMatch(/^encoded \{.*http:\/\/127\.0\.0\.1:1\//s);
  });

  it('sends any other file as it is, with the content type of the option', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'send-')), 'body.bin');
    const bytes = Buffer.from([0xff, 0xfe, 0x00]);
    writeFileSync(file, bytes);
    await sendFixture({ token }, file, { 'content-type': 'text/xml', provider: 'innopaas' });
    expect(received[0]?.headers['content-type']).toBe('text/xml');
    expect(received[0]?.body).toEqual(bytes);
  });

  it('reports an endpoint that does not respond', async () => {
    const sending = sendFixture({ token }, message, {}, 'http://127.0.0.1:1');

    await expect(sending).rejects.toThrow(OperatorError);
    await expect(sending).rejects.toThrow('no response from http://127.0.0.1:1');
  });
});

describe('signing as the provider', () => {
  const scheme = {
    encoding: 'hex',
    headers: [{ name: 'x-signature', patterns: ['{signature}'] }],
    signed: ['body'],
  } as const;
  const callback = {
    method: 'POST',
    url: 'https://gateway.example/',
    body: Buffer.from('{}'),
    receivedAt: now,
  };

  it.each([
    ['only Lines can sign it', { ...scheme, algorithm: 'ed25519' }],
    ['the signing key is invalid', { ...scheme, algorithm: 'hmac-sha256', keyEncoding: 'hex' }],
  ] as const)('says why a callback is not signed: %s', (because, signature) => {
    const headers = { 'content-type': 'application/json' };
    const manifest = { name: 'Lines', signature };
    expect(signAsProvider(callback, headers, { signingKeys: ['no key'] }, manifest)).toEqual({
      headers,
      unsignedBecause: expect.stringContaining(because),
    });
  });
});
