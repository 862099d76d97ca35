import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Before the working directory is replaced: esbuild keeps that of its first import.
import 'esbuild';
import { beforeAll, expect, it, vi } from 'vitest';
import { routes } from '../../../tools/console/routes.ts';
import {
  type ConsoleSources,
  createConsole,
} from '../../../tools/console/server/create-console.ts';
import { findSimilarFixture } from '../../../tools/console/server/similar-fixture.ts';

const manifest = {
  id: 'acme',
  name: 'Acme',
  documentation: { site: 'https://docs.acme.example', readOn: '2026-01-01' },
  methods: ['POST'],
  success: { status: 200, body: '' },
  providerEvents: [
    { name: 'renamed', events: ['account.updated'], note: 'an account has another name' },
  ],
};

const normalize = `export const normalize = (json) => [{ kind: 'event', draft: {
  type: 'account.updated', providerEvent: json.event, occurredAt: '2026-01-01T00:00:00Z',
  data: { aspect: 'name', current: json.name }, item: json } }];`;

const body = '{"event":"renamed","name":"Acme Ltd"}';

/** The app in the working directory: it has the provider `acme`, and a fixture of one without its folder. */
let app: string;
let origin: string;
const received: string[] = [];

beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'tributary-own-'));
  for (const folder of ['providers/acme', 'fixtures/acme', 'fixtures/packed'])
    await mkdir(join(app, folder), { recursive: true });
  await writeFile(
    join(app, 'providers/acme/manifest.js'),
    `export const manifest = ${JSON.stringify(manifest)};`,
  );
  await writeFile(join(app, 'providers/acme/normalize.js'), normalize);
  for (const provider of ['acme', 'packed'])
    await writeFile(join(app, `fixtures/${provider}/renamed.payload.json`), body);
  const server = createServer((request, response) => {
    received.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(app);
  return async () => {
    cwd.mockRestore();
    server.close();
    await rm(app, { recursive: true });
  };
});

/** A console of an emulator that has the provider; only these parts of it are used. */
function open() {
  const secret = JSON.stringify({ token: 'the-token-of-the-provider' });
  const outputs = { api: `${origin}/acme`, secretArn: 'arn:secret' };
  const gateway = {
    localOrigin: origin,
    callbacks: new Map([['acme', outputs]]),
    clients: { secretsManager: { send: async () => ({ SecretString: secret }) } },
    functionSettings: async () => new Map(),
  };
  const arrivals = { lastCallbacks: async () => new Map() };
  return {
    gateway,
    console: createConsole({
      gateway,
      arrivals,
      now: () => new Date(),
    } as unknown as ConsoleSources),
  };
}

it('lists and sends the fixtures of a provider of the app', async () => {
  const { console } = open();
  const providers = await (await console.request(routes.providers)).json();
  expect(providers).toMatchObject([{ id: 'acme', fixtures: ['acme/renamed'] }]);
  const sent = await console.request(`${routes.send}?fixture=acme/renamed`, { method: 'POST' });
  expect(await sent.json()).toMatchObject({ status: 200 });
  expect(received).toEqual(['/acme/the-token-of-the-provider']);
});

it.each(['acme/../acme/renamed', 'acme/other', 'meta/messages.text', '/etc/hostname', ''])(
  'sends no file that is not a fixture of a provider of the gateway: %s',
  async (fixture) => {
    const query = new URLSearchParams({ fixture });
    const sent = await open().console.request(`${routes.send}?${query}`, { method: 'POST' });
    expect(sent.status).toBe(404);
  },
);

it('compares a body with the fixtures of a provider of the app', async () => {
  const { gateway } = open();
  const find = (provider: string) =>
    findSimilarFixture(gateway, provider, 'renamed', '{"event":"renamed"}');
  expect(await find('acme')).toEqual({ name: 'acme/renamed', body });
  // Without its folder, nothing says which of its fixtures give events.
  expect(await find('packed')).toBeUndefined();
});
