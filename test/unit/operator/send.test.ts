import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonCodec } from '../../../shared/provider/body-codec.ts';
import {
  readCallbackFixture,
  toCallbackBody,
} from '../../../tools/emulator-client/callback-fixtures.ts';
import type { CommandContext } from '../../../tools/operator/command.ts';
import { send } from '../../../tools/operator/commands/send.ts';
import type { Gateway } from '../../../tools/operator/gateway/gateway.ts';
import { OperatorError } from '../../../tools/operator/operator-error.ts';
import { createOutput } from '../../../tools/operator/output.ts';

const fixture = 'incs/new_message.whatsapp-text';
let received: { readonly contentType: string | undefined; readonly body: Buffer } | undefined;
const server = createServer(async (request, response) => {
  received = { contentType: request.headers['content-type'], body: await buffer(request) };
  response.writeHead(request.headers.signed === 'yes' ? 200 : 401).end();
});
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

/** Sends to a gateway that accepts callbacks only at that address. */
async function sendTo(
  api: string,
  headers: Readonly<Record<string, string>>,
  file = fixture,
  values: Parameters<typeof send.run>[0] = {},
) {
  const lines: string[] = [];
  const secret = { token: 'the-token-of-the-provider', headers };
  const gateway = {
    localOrigin: undefined,
    callbacks: new Map([['incs', { api, functionUrl: undefined, secretArn: 'arn:secret' }]]),
    clients: { secretsManager: { send: async () => ({ SecretString: JSON.stringify(secret) }) } },
  };
  const context: CommandContext = {
    connect: async () => gateway as unknown as Gateway,
    output: createOutput({ out: (line) => lines.push(line), error: () => {} }, false),
    isConfirmed: false,
    now: () => new Date(),
    waitMs: async () => {},
  };
  return { outcome: await send.run(values, [file], context), lines };
}

describe('send', () => {
  it('sends the headers of the provider’s secret', async () => {
    expect(await sendTo(origin, { signed: 'yes' })).toEqual({
      outcome: 0,
      lines: [expect.stringMatching(/^200 in \d+ ms$/)],
    });
  });

  it('fails when a callback is refused', async () => {
    expect((await sendTo(origin, {})).outcome).toBe(1);
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
    await sendTo(origin, { signed: 'yes' }, file, { 'content-type': 'text/xml', provider: 'incs' });
    expect(received).toEqual({ contentType: 'text/xml', body: bytes });
  });

  it('reports an endpoint that does not respond', async () => {
    const sending = sendTo('http://127.0.0.1:1/incs', {});

    await expect(sending).rejects.toThrow(OperatorError);
    await expect(sending).rejects.toThrow('no response from http://127.0.0.1:1');
  });
});
