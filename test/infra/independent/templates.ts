import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { featureFlags } from '../../../lib/feature-flags.ts';
import { Gateway, type GatewayProps, readStage } from '../../../lib/index.ts';
import { everyProvider } from '../../../lib/providers/every-provider.ts';
import type { GatewayProvider } from '../../../lib/providers/gateway-provider.ts';
import { AutoReplyStack } from '../../../sdk/examples/auto-reply/stack.ts';
import { HttpReceiverStack } from '../../../sdk/examples/http-receiver-node/stack.ts';
import { LiveChatStack } from '../../../sdk/examples/live-chat/stack.ts';
import { MediaConsumerStack } from '../../../sdk/examples/media-consumer/stack.ts';
import { SupportInboxStack } from '../../../sdk/examples/support-inbox/stack.ts';
import { TemplateNotifierStack } from '../../../sdk/examples/template-notifier/stack.ts';
import { eventPattern, HttpSubscription } from '../../../sdk/subscriptions/index.ts';
import { scaffoldProvider } from '../../../tools/dev/new-provider/scaffold-provider.ts';
import scaffoldedSettings from '../../../tools/init/templates/app/cdk.json' with { type: 'json' };
import scaffoldedStages from '../../../tools/init/templates/app/gateway.config.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import {
  buildStack,
  everythingConfigured,
  inlineCode,
  inventedProvider,
  providers,
  toCacheKey,
} from '../synthesize.ts';
import type { CloudFormationTemplate } from './template.ts';

/** Where the stacks of the checks are: the account and region that {@link everythingConfigured} names. */
export const account = '123456789012';
export const region = 'eu-west-1';

const gateway = {
  env: { account, region },
  busArn: `arn:aws:events:${region}:${account}:event-bus/tributary-prod`,
  eventsTableName: 'EventsTable',
  subscriberPolicyArn: `arn:aws:iam::${account}:policy/SubscriberPolicy`,
};

/** Stacks of subscribers: the examples of the SDK, and what none of them has. */
const subscribers: Readonly<Record<string, (app: App) => Stack>> = {
  AutoReplyStack: (app) => new AutoReplyStack(app, 'Bot', gateway),
  HttpReceiverStack: (app) =>
    new HttpReceiverStack(app, 'Receiver', { ...gateway, url: 'https://crm.example/hook' }),
  LiveChatStack: (app) =>
    new LiveChatStack(app, 'Chat', { ...gateway, chatUrl: 'https://chat.example/lines' }),
  MediaConsumerStack: (app) => new MediaConsumerStack(app, 'Moderation', gateway),
  SupportInboxStack: (app) => new SupportInboxStack(app, 'Support', gateway),
  TemplateNotifierStack: (app) => new TemplateNotifierStack(app, 'Notifier', gateway),
  'an ordered HTTP subscription': (app) => {
    const stack = new Stack(app, 'OrderedReceiver', { env: gateway.env });
    new HttpSubscription(stack, 'Receiver', {
      busArn: gateway.busArn,
      url: 'https://crm.example/hook',
      pattern: eventPattern(['message.received']),
      order: 'conversation',
    });
    return stack;
  },
};

const gateways = new Map<string, CloudFormationTemplate>();

/** The gateway for any region, with inline code instead of the bundles. Synthesized once in a worker: only read it. */
export function synthesizeGateway(props: Partial<GatewayProps> = {}): CloudFormationTemplate {
  const all = { providers: everyProvider(), ...props };
  // The manifests are in the providers' functions, which are all the same.
  const key = toCacheKey([props, all.providers.map(({ label }) => label)]);
  const template = gateways.get(key) ?? toTemplate(buildStack(all));
  gateways.set(key, template);
  return template;
}

let synthesized: Promise<Readonly<Record<string, CloudFormationTemplate>>> | undefined;

/** Every template that the checks are about, by its name. Synthesized once in a worker: only read them. */
export function templatesUnderTest(): Promise<Readonly<Record<string, CloudFormationTemplate>>> {
  synthesized ??= synthesizeAll();
  return synthesized;
}

async function synthesizeAll(): Promise<Readonly<Record<string, CloudFormationTemplate>>> {
  return {
    'nothing configured': synthesizeGateway(),
    'everything configured': synthesizeGateway(everythingConfigured),
    'a scaffolded provider': synthesizeGateway({
      providers: [...everyProvider(), await scaffoldedProvider()],
    }),
    'the scaffolded app': synthesizeScaffoldedApp(),
    'a gateway in a stage': synthesizeInStage(),
    ...Object.fromEntries(
      Object.entries(subscribers).map(([name, create]) => {
        const app = new App({ context: { ...featureFlags, 'aws:cdk:bundling-stacks': [] } });
        return [name, toTemplate(create(app))];
      }),
    ),
  };
}

/** What `npx tributary-gateway init` writes, in its first stage. */
function synthesizeScaffoldedApp(): CloudFormationTemplate {
  const app = new App({ context: scaffoldedSettings.context });
  const stack = new Stack(app, 'tributary-prod');
  const { props } = readStage(app, scaffoldedStages);
  new Gateway(stack, 'Default', { ...props, code: inlineCode });
  return toTemplate(stack);
}

/** In a `Stage` of a pipeline, beside nothing else, for one account and region, with every alarm. */
function synthesizeInStage(): CloudFormationTemplate {
  const env = { account, region };
  const stage = new Stage(new App({ context: featureFlags }), 'Production', { env });
  const stack = new Stack(stage, 'Messaging');
  new Gateway(stack, 'Gateway', { providers, code: inlineCode, alarms: { preset: 'full' } });
  return toTemplate(stack);
}

function toTemplate(stack: Stack): CloudFormationTemplate {
  return Template.fromStack(stack).toJSON() as CloudFormationTemplate;
}

/** The manifest that `npm run new-provider` writes. */
async function scaffoldedProvider(): Promise<GatewayProvider> {
  const root = await mkdtemp(join(tmpdir(), 'scaffolded-'));
  try {
    const registryFile = 'functions/providers/registry.ts';
    await mkdir(join(root, 'functions/providers'), { recursive: true });
    await writeFile(join(root, registryFile), await readFile(join(projectDirectory, registryFile)));
    await symlink(join(projectDirectory, 'shared'), join(root, 'shared'));
    await scaffoldProvider(root, { id: 'parrot', name: 'Parrot', readOn: '2026-01-01' });
    const manifest = join(root, 'functions/providers/parrot/manifest.ts');
    return inventedProvider((await import(pathToFileURL(manifest).href)).manifest);
  } finally {
    await rm(root, { recursive: true });
  }
}
