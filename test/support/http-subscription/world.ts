import { hash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  eventPattern,
  HttpSubscription,
  type HttpSubscriptionProps,
} from '../../../sdk/subscriptions/index.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { type Emulator, startEmulator } from '../../../tools/emulator/emulator.ts';
import { localAccount } from '../../../tools/emulator-client/account.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { goldenEvent } from '../golden-events.ts';
import { startWebhookReceivers } from './receivers.ts';

/** Props of a subscription; its `url` is the path of a receiver of the test, or a whole URL. */
export type Subscribed = Omit<HttpSubscriptionProps, 'busArn' | 'pattern' | 'url'> & {
  readonly url?: string;
};

/**
 * How long an event is in flight when its function is killed: short, so that the tests need not wait. In order,
 * the function ends itself when it has less than 20 seconds.
 */
const timeoutSeconds = { inAnyOrder: 8, ordered: 25 };

/** Synthesizes a bus, and on it an HTTP subscription by each name: its receiver is at `/<name>`. */
function synthesize(
  outdir: string,
  subscriptions: Readonly<Record<string, Subscribed>>,
  urlOf: (path: string) => string,
): void {
  const app = new App({ outdir });
  const env = { account: localAccount.accountId, region: localAccount.region };
  const stack = new Stack(app, 'Subscribers', { env });
  const bus = new events.EventBus(stack, 'Bus');
  new CfnOutput(stack, 'BusName', { value: bus.eventBusName });
  for (const [name, props] of Object.entries(subscriptions)) {
    const subscription = new HttpSubscription(stack, name, {
      ...props,
      url: props.url ?? urlOf(`/${name}`),
      busArn: bus.eventBusArn,
      pattern: eventPattern(['message.received'], {
        // Events of one subscription, so that the tests do not meet.
        detail: { metadata: { providerEvent: [name] } },
      }),
    });
    shorten(
      subscription,
      props.order === undefined ? timeoutSeconds.inAnyOrder : timeoutSeconds.ordered,
    );
  }
  app.synth();
}

/** Gives a subscription a shorter timeout, and its queue the same, so that a kill costs less time. */
export function shorten(subscription: HttpSubscription, seconds: number): void {
  (subscription.function.node.defaultChild as lambda.CfnFunction).timeout = seconds;
  for (const { node } of subscription.node.findAll()) {
    if (!['Queue', 'Tickets'].includes(node.id)) continue;
    (node.defaultChild as sqs.CfnQueue).visibilityTimeout = seconds;
  }
}

const golden = goldenEvent(
  'message.received',
  ({ detail }) => detail.data.message.content.kind === 'text',
);

/** An event for a subscription: `<second> <text>`, in the conversation of a user. */
export function eventFor(name: string, text: string, user = 'one'): TributaryEvent {
  const event = structuredClone(golden);
  const { metadata, data } = event.detail;
  Object.assign(metadata, {
    id: `7a1c2f00-0000-8000-8000-${hash('sha256', `${name} ${text} ${user}`).slice(0, 12)}`,
    providerEvent: name,
    occurredAt: `2026-01-02T03:04:${text.slice(0, 2)}.000Z`,
  });
  data.message.conversation.key = `whatsapp#15550100001#${user}`;
  data.message.content = { kind: 'text', text };
  return event;
}

/** The text of the event in a body. */
export function textOf({ body }: { readonly body: string }): string {
  return JSON.parse(body).data.data.message.content.text;
}

/** The output and the exit code of a command. */
export interface Ran {
  readonly code: number;
  readonly results: readonly Record<string, unknown>[];
  readonly errors: string;
}

/** A stack of HTTP subscriptions on the emulator, their receivers, and an operator at the command line. */
export async function startHttpSubscriptions(subscriptions: Readonly<Record<string, Subscribed>>) {
  const directory = await mkdtemp(path.join(tmpdir(), 'tributary-http-'));
  const receivers = await startWebhookReceivers();
  const assemblyDirectory = path.join(directory, 'cdk.out');
  synthesize(assemblyDirectory, subscriptions, receivers.urlOf);
  const start = () =>
    startEmulator({ port: 0, dataDirectory: path.join(directory, 'data'), assemblyDirectory });
  let emulator: Emulator = await start();

  return {
    receivers,
    /** Ends the emulator and starts it again with its state. */
    async restart() {
      await emulator.close();
      emulator = await start();
    },
    async publish(...published: readonly TributaryEvent[]) {
      const { eventBridge } = createClients(emulator.awsEndpoint, 'test');
      for (const event of published) {
        await eventBridge.send(
          new PutEventsCommand({
            Entries: [
              {
                EventBusName: String(emulator.outputs.BusName),
                Source: event.source,
                DetailType: event['detail-type'],
                Detail: JSON.stringify(event.detail),
              },
            ],
          }),
        );
      }
    },
    async tributary(...words: readonly string[]): Promise<Ran> {
      const out: string[] = [];
      const errors: string[] = [];
      const code = await runTributary([...words, '--port', String(emulator.port), '--json'], {
        out: (line) => out.push(line),
        error: (line) => errors.push(line),
        readValue: () => Promise.reject(new Error('a value was read')),
        now: () => new Date(),
        waitMs: (ms) => delay(ms),
      });
      return { code, results: out.map((line) => JSON.parse(line)), errors: errors.join('\n') };
    },
    async stop() {
      await emulator.close();
      receivers.stop();
      await rm(directory, { recursive: true });
    },
  };
}

export type HttpSubscriptions = Awaited<ReturnType<typeof startHttpSubscriptions>>;
