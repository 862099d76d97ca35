import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { App, Stack } from 'aws-cdk-lib';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { providers } from '../../functions/providers/registry.ts';
import { bundleFunctions, gatewayHandlers } from '../../lib/bundling/bundle.ts';
import { featureFlags } from '../../lib/feature-flags.ts';
import { Gateway } from '../../lib/index.ts';
import { incs } from '../../lib/providers/built-in.ts';
import { eventPattern, HttpSubscription } from '../../sdk/subscriptions/index.ts';
import { findFreePort } from '../../tools/emulator/engines/free-port.ts';
import { runTributary } from '../../tools/operator/run-tributary.ts';
import { projectDirectory } from '../../tools/project-directory.ts';
import {
  type GatewayProcess,
  startGatewayProcess,
} from '../simulation/emulator/gateway-process.ts';
import { Random } from '../simulation/random.ts';
import { fillFixture } from '../simulation/traffic/fixtures.ts';
import {
  type ReceivedWebhook,
  startWebhookReceivers,
  type WebhookReceivers,
} from '../support/http-subscription/receivers.ts';
import { shorten } from '../support/http-subscription/world.ts';

/**
 * A gateway with two HTTP subscriptions to its bus, one of them in order. Its process is killed while a provider
 * sends callbacks, and the receivers refuse some of what they get.
 */
const messages = 80;
const conversations = 6;
const kills = 3;
const random = new Random(7);

let directory: string;
let receivers: WebhookReceivers;
let port: number;
let gateway: Promise<GatewayProcess>;

const start = () =>
  startGatewayProcess({
    dataDirectory: path.join(directory, 'data'),
    assemblyDirectory: path.join(directory, 'cdk.out'),
    port,
  });

function synthesize(outdir: string, urlOf: (path: string) => string): void {
  const app = new App({ outdir, context: featureFlags });
  const stack = new Stack(app, 'messaging', {
    env: { account: '000000000000', region: 'us-east-1' },
  });
  const { bus } = new Gateway(stack, 'Default', { providers: [incs()] });
  const pattern = eventPattern(['message.received']);
  const props = { busArn: bus.eventBusArn, pattern };
  shorten(new HttpSubscription(stack, 'Crm', { ...props, url: urlOf('/crm') }), 8);
  const chat = { ...props, url: urlOf('/chat'), order: 'conversation' } as const;
  shorten(new HttpSubscription(stack, 'Chat', chat), 25);
  app.synth();
}

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'tributary-acknowledged-'));
  receivers = await startWebhookReceivers();
  // About a third of the first attempts fail.
  for (const each of ['/crm', '/chat']) {
    receivers.respond(each, (_, before) => ({
      status: before === 0 && random.chance(0.3) ? 500 : 200,
    }));
  }
  await bundleFunctions(projectDirectory, gatewayHandlers(providers));
  synthesize(path.join(directory, 'cdk.out'), receivers.urlOf);
  port = await findFreePort();
  gateway = start();
  await gateway;
});

afterAll(async () => {
  await (await gateway.catch(() => undefined))?.stop();
  receivers.stop();
  await rm(directory, { recursive: true });
});

/** A generous limit: a busy machine needs it, an idle one does not. */
const within = { timeout: 480_000, interval: 500 };

/** The messages of a conversation, a second apart. */
function callbackOf(message: number): string {
  const user = `4477009001${String(message % conversations).padStart(2, '0')}`;
  return fillFixture('incs/new_message.whatsapp-text', {
    'message.contacts.0.wa_id': user,
    'message.messages.0.from': user,
    'message.messages.0.id': `wamid.http-${message}`,
    'message.messages.0.timestamp': String(1_756_109_460 + message),
    'message.messages.0.text.body': `message ${message}`,
  });
}

async function sendUntilAcknowledged(message: number): Promise<void> {
  for (;;) {
    const { callbackUrl } = await gateway;
    const response = await fetch(callbackUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: callbackOf(message),
    }).catch(() => undefined);
    if (response?.ok) return;
    await delay(100);
  }
}

async function tributary(...words: readonly string[]) {
  const out: string[] = [];
  const code = await runTributary([...words, '--port', String(port), '--json'], {
    out: (line) => out.push(line),
    error: () => {},
    readValue: () => Promise.reject(new Error('a value was read')),
    now: () => new Date(),
    waitMs: (ms) => delay(ms),
  });
  expect(code).toBe(0);
  return out.map((line) => JSON.parse(line));
}

function messageOf({ body }: ReceivedWebhook): number {
  return Number(JSON.parse(body).data.data.message.id.replace('wamid.http-', ''));
}

function distinctAt(path: string): ReadonlySet<number> {
  return new Set(receivers.acceptedAt(path).map(messageOf));
}

it('each acknowledged event is accepted by each receiver, signed and in order, after any kill', async () => {
  for (let message = 0; message < messages; message += 1) {
    if (message > 0 && message % (messages / (kills + 1)) === 0) {
      gateway = (await gateway).kill().then(start);
    }
    await sendUntilAcknowledged(message);
  }

  await expect.poll(() => distinctAt('/crm').size, within).toBe(messages);
  await expect.poll(() => distinctAt('/chat').size, within).toBe(messages);

  for (const [name, path] of [
    ['Crm', '/crm'],
    ['Chat', '/chat'],
  ] as const) {
    const [{ keys }] = await tributary('http', 'secret', name);
    const verifier = new Webhook(keys[0]);
    for (const { body, headers } of receivers.at(path)) verifier.verify(body, headers);
    const refused = receivers.at(path).filter(({ status }) => status === 500);
    expect(refused.length).toBeGreaterThan(0);
  }

  // An event that a kill held up for longer than the window is marked, and comes out of order.
  const inOrder = receivers.acceptedAt('/chat').filter(({ headers }) => !headers['tributary-late']);
  for (let conversation = 0; conversation < conversations; conversation += 1) {
    const sequence = inOrder.map(messageOf).filter((each) => each % conversations === conversation);
    expect(sequence).toEqual(sequence.toSorted((one, other) => one - other));
  }
});

it('a replay posts a range to one receiver again, and to no other', async () => {
  const before = { crm: receivers.at('/crm').length, chat: receivers.at('/chat').length };
  const range = ['--from', '2020-01-01'];
  const [planned] = await tributary('http', 'replay', 'Chat', ...range);
  expect(planned).toEqual({ name: 'Chat', dryRun: true, events: messages });
  await delay(1_000);
  expect(receivers.at('/chat')).toHaveLength(before.chat);

  await tributary('http', 'replay', 'Chat', ...range, '--yes');
  const again = () =>
    new Set(
      receivers
        .acceptedAt('/chat')
        .slice(before.chat - refusedBefore())
        .map(messageOf),
    );
  const refusedBefore = () =>
    receivers
      .at('/chat')
      .slice(0, before.chat)
      .filter(({ status }) => status === 500).length;
  await expect.poll(() => again().size, within).toBe(messages);
  expect(receivers.at('/crm')).toHaveLength(before.crm);

  const [none] = await tributary(
    'http',
    'replay',
    'Crm',
    '--from',
    '2020-01-01',
    '--to',
    '2020-01-02',
    '--yes',
  );
  expect(none).toEqual({ name: 'Crm', dryRun: false, events: 0 });
});
