import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../tools/operator/command.ts';
import { send } from '../../../tools/operator/commands/send.ts';
import type { Gateway } from '../../../tools/operator/gateway/gateway.ts';
import { OperatorError } from '../../../tools/operator/operator-error.ts';
import { createOutput } from '../../../tools/operator/output.ts';

const fixture = 'incs/new_message.whatsapp-text';
const server = createServer((request, response) => {
  response.writeHead(request.headers.signed === 'yes' ? 200 : 401).end();
});
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

/** Sends to a gateway that accepts callbacks only at that address. */
async function sendTo(api: string, headers: Readonly<Record<string, string>>) {
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
  return { outcome: await send.run({}, [fixture], context), lines };
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

  it('reports an endpoint that does not respond', async () => {
    const sending = sendTo('http://127.0.0.1:1/incs', {});

    await expect(sending).rejects.toThrow(OperatorError);
    await expect(sending).rejects.toThrow('no response from http://127.0.0.1:1');
  });
});
