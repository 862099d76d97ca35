import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseEvent } from '../../../sdk/events/index.ts';
import { eventually } from '../../support/eventually.ts';
import { type OperatedGateway, startOperatedGateway } from './operated-gateway.ts';

let gateway: OperatedGateway;
let folder: string;

beforeAll(async () => {
  gateway = await startOperatedGateway();
  folder = mkdtempSync(join(tmpdir(), 'tributary-listen-'));
  await gateway.send('incs/new_message.whatsapp-text');
  await gateway.send('itnio/account_update.ban');
  await gateway.event(({ source }) => source === 'tributary.incs');
  await gateway.event(({ source }) => source === 'tributary.itnio');
});

afterAll(async () => {
  await gateway?.close();
  rmSync(folder, { recursive: true });
});

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An HTTP endpoint that responds with these statuses, the last one again and again. */
async function startReceiver(...statuses: readonly number[]) {
  const received: Received[] = [];
  const left = [...statuses];
  const server: Server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    response.writeHead((left.length > 1 ? left.shift() : left[0]) ?? 200).end('thanks');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, received };
}

const ofIncs = ['listen', '--since-start', '--provider', 'incs', '--count', '1'];

describe('listen --forward', () => {
  it('posts what an HTTP subscription posts, and reports the response', async () => {
    const { url, received } = await startReceiver(204);

    const { code, results, errors } = await gateway.tributary(
      ...[...ofIncs, '--forward', url, '--header', 'X-Tenant: dev'],
    );

    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(received).toHaveLength(1);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-tenant': 'dev' });
    const [, key = ''] = /signed with (whsec_\S+)/.exec(errors) ?? [];
    const webhook = new Webhook(key).verify(body, headers as Record<string, string>);
    expect(webhook).toMatchObject({
      type: 'message.received',
      data: { metadata: { id: headers['webhook-id'], provider: 'incs' } },
    });
    expect(results).toEqual([
      {
        id: headers['webhook-id'],
        type: 'message.received',
        provider: 'incs',
        outcome: 'delivered',
        status: 204,
        attempts: 1,
        elapsedMs: expect.any(Number),
      },
    ]);
    expect(code).toBe(0);
    expect(errors).toContain('1 event delivered, 0 failed');
  });

  it('signs with the secret that the receiver has', async () => {
    const { url, received } = await startReceiver(200);
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    await gateway.tributary(...ofIncs, '--forward', url, '--secret', secret);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    new Webhook(secret).verify(body, headers as Record<string, string>);
  });

  it('posts an event as a target of a rule receives it', async () => {
    const { url, received } = await startReceiver(200);
    const { errors } = await gateway.tributary(...ofIncs, '--forward', url, '--format', 'event');
    expect(parseEvent(JSON.parse(received[0]?.body ?? ''))).toMatchObject({ outcome: 'event' });
    expect(received[0]?.headers).not.toHaveProperty('webhook-signature');
    expect(errors).not.toContain('whsec_');
  });

  it('tries again after a 5xx, and not after a 4xx', async () => {
    const busy = await startReceiver(503, 500, 200);
    const again = await gateway.tributary(...ofIncs, '--forward', busy.url);
    expect(again).toMatchObject({ code: 0, results: [{ outcome: 'delivered', attempts: 3 }] });
    expect(new Set(busy.received.map(({ body }) => body)).size).toBe(1);

    const refusing = await startReceiver(400);
    const refused = await gateway.tributary(...ofIncs, '--forward', refusing.url);
    const response = { status: 400, body: 'thanks' };
    expect(refused).toMatchObject({ code: 1, results: [{ outcome: 'failed', ...response }] });
    expect(refused.errors).toMatch(/refuses the signature: its secret has to be whsec_/);
    expect(again.errors).not.toContain('refuses');
    expect(refusing.received).toHaveLength(1);
  });

  it('goes on with the next event when the receiver is down, and says so once', async () => {
    const { code, results, errors } = await gateway.tributary(
      ...['listen', '--since-start', '--count', '2', '--forward', '127.0.0.1:9/hook'],
      ...['--pattern', '{"detail-type":["message.received","account.updated"]}'],
    );

    expect(results.map(({ type, problem, attempts }) => [type, problem, attempts])).toEqual([
      ['message.received', expect.any(String), 3],
      ['account.updated', expect.any(String), 3],
    ]);
    expect(code).toBe(1);
    expect(errors.match(/http:\/\/127\.0\.0\.1:9\/hook does not respond/g)).toHaveLength(1);
  });

  it('ends at Ctrl-C, also while it waits', async () => {
    const { url, received } = await startReceiver(200);
    const listening = gateway.tributary('listen', '--type', 'message.received', '--forward', url);
    const before = process.listenerCount('SIGINT');
    await eventually(async () => {
      // Each text is another message, until one arrives.
      const id = `wamid.LISTEN${Date.now()}`;
      await gateway.send('incs/new_message.whatsapp-text', (json) =>
        json.replace(/wamid\.\w+=*/, id),
      );
      expect(received.length).toBeGreaterThan(0);
    });
    process.emit('SIGINT');

    expect(await listening).toMatchObject({ code: 0, errors: expect.stringContaining('ending') });
    expect(process.listenerCount('SIGINT')).toBeLessThanOrEqual(before);
  });
});

describe('listen --exec', () => {
  it('runs a program with the event on standard input', async () => {
    const file = join(folder, 'event.json');
    const { code, results } = await gateway.tributary(...ofIncs, '--exec', `cat > ${file}`);

    expect([code, results]).toMatchObject([0, [{ outcome: 'delivered', exitCode: 0 }]]);
    expect(parseEvent(JSON.parse(readFileSync(file, 'utf8'))).outcome).toBe('event');
  });

  it.each([
    ['a program that fails', 'exit 3', 3],
    ['a program that does not read the event', 'true', 0],
  ])('reports %s', async (_what, command, exitCode) => {
    const { code, results } = await gateway.tributary(...ofIncs, '--exec', command);
    expect([code, results]).toMatchObject([exitCode === 0 ? 0 : 1, [{ exitCode, attempts: 1 }]]);
  });

  it('keeps what the program prints out of its own results', async () => {
    writeFileSync(join(folder, 'chat.sh'), 'echo talkative');
    const { results } = await gateway.tributary(...ofIncs, '--exec', `sh ${folder}/chat.sh`);
    expect(results).toHaveLength(1);
  });
});

it.each([
  [[], 'name a receiver with --forward or --exec'],
  [['--forward', 'localhost:1', '--exec', 'true'], 'use one of them'],
  [['--forward', 'ftp://localhost/'], 'is not an HTTP URL'],
  [['--forward', 'localhost:1', '--header', 'nothing'], '--header must be'],
  [['--exec', 'true', '--header', 'a: b'], '--header needs --forward'],
  [['--exec', 'true', '--format', 'event'], '--format needs --forward'],
  [['--forward', 'localhost:1', '--secret', 'whsec_short'], '--secret is not a signing secret'],
  [['--exec', 'true', '--type', 'message.recieved'], 'message.recieved is unknown'],
  [['--exec', 'true', '--pattern', '{"a":[]}'], 'the list of values is empty'],
  [['--exec', 'true', '--pattern', '{"detailtype":["a"]}'], 'did you mean detail-type?'],
  [['--exec', 'true', '--pattern', '{"$or":[{"sorce":["a"]},{"id":["b"]}]}'], 'mean source?'],
  [['--exec', 'true', '--count', '0'], '--count must be'],
])('refuses %j', async (words, message) => {
  const { code, errors } = await gateway.tributary('listen', ...words);
  expect([code, errors]).toEqual([2, expect.stringContaining(message)]);
});
