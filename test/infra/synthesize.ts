import { App, type Environment, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { featureFlags } from '../../lib/feature-flags.ts';
import { Gateway, type GatewayProps } from '../../lib/index.ts';
import type {
  AnyProviderOptions,
  GatewayProvider,
  ProviderDefinition,
} from '../../lib/providers/gateway-provider.ts';

/** The code of a function in a test that must not depend on the bundles. */
export const inlineCode = (name: string) => lambda.Code.fromInline(`// ${name}`);

/** A provider that is in no registry. */
export function inventedProvider(
  definition: ProviderDefinition,
  options: AnyProviderOptions = {},
): GatewayProvider {
  const { id } = definition;
  return { label: id, options, load: () => ({ definition, code: () => inlineCode(id) }) };
}

/** Every option is of use to it. */
export const acmeDefinition = {
  id: 'acme',
  name: 'ACME',
  channelId: 'the id of a channel',
  mediaAccess: {
    authorization: 'bearer',
    api: {
      baseUrl: 'https://files.acme.example',
      version: 'v1',
      path: '/{version}/{id}',
      returns: { urlAt: ['url'] },
      fileHosts: ['cdn.acme.example'],
      errorReasons: {},
    },
  },
  signature: {
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    headers: [{ name: 'x-signature', patterns: ['{signature}'] }],
    signed: ['body'],
  },
} as const satisfies ProviderDefinition;

export const acme = (options?: AnyProviderOptions) => inventedProvider(acmeDefinition, options);

/** No option is of use to it, but those of every provider. */
export const northWind = (options?: AnyProviderOptions) =>
  inventedProvider({ id: 'north-wind', name: 'North Wind' }, options);

/** Invented providers: the stack must not depend on which ones the registry holds. */
export const providers: readonly GatewayProvider[] = [acme(), northWind()];

export const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0';
const certificateArn =
  'arn:aws:acm:eu-west-1:123456789012:certificate/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0';

/** The owner's key, as a configuration file names it. */
export const ownKey: GatewayProps['encryptionKey'] = (scope) =>
  kms.Key.fromKeyArn(scope, 'Key', keyArn);

export const acmeChannels = {
  'channel-1': { channel: 'whatsapp', phone: '447700900123' },
} as const;

export const mediaApi = { baseUrl: 'https://files.shop.example', version: 'v2' };

export const runbookUrl = 'https://git.shop.example/tributary/docs/operations.md';

export const customDomain: NonNullable<GatewayProps['customDomain']> = {
  domainName: 'callbacks.shop.example',
  certificate: (scope) => acm.Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
};

/** Props that set everything that is off or absent by default. */
export const everythingConfigured: GatewayProps = {
  name: 'tributary-test',
  providers: [
    acme({
      channels: acmeChannels,
      signature: 'required',
      mediaApi,
      silentAfterHours: 6,
      reservedConcurrency: 40,
    }),
    northWind(),
  ],
  retention: { eventsDays: 30, mediaDays: 20, payloadsDays: 60, archiveDays: 3, logsDays: 7 },
  subscribers: {
    organizationId: 'o-a1b2c3d4e5',
    accountIds: ['111122223333', '444455556666'],
    teams: {
      support: {
        providers: ['acme'],
        conversations: [{ channel: 'whatsapp', business: '15550100001' }],
      },
    },
  },
  endpoints: { httpApi: true, functionUrl: true },
  schemaRegistry: true,
  customDomain,
  alarms: { preset: 'full', email: 'operator@shop.example', runbookUrl },
  dashboard: true,
  encryptionKey: ownKey,
  logsEncryptionKey: ownKey,
  logLevel: 'DEBUG',
  conversationList: true,
  historyMedia: true,
  mediaPorts: [8443],
  mediaConcurrency: 10,
  reservedConcurrency: { callbacks: 20, publisher: 5, mediaMirror: 10 },
};

/** A gateway in a stack of its own, with inline code instead of the bundles, so that a test need not build them. */
export function buildGateway(props: Partial<GatewayProps> = {}, env: Environment = {}): Gateway {
  const app = new App({ context: featureFlags });
  const stack = new Stack(app, props.name ?? 'tributary-prod', { env });
  return new Gateway(stack, 'Default', { providers, code: inlineCode, ...props });
}

/** The stack of {@link buildGateway}. */
export function buildStack(props: Partial<GatewayProps> = {}, region?: string): Stack {
  return Stack.of(buildGateway(props, region ? { account: '123456789012', region } : {}));
}

const templates = new Map<string, Template>();

/** The CloudFormation template of a gateway with these props; cached, so only read it. */
export function synthesize(props: Partial<GatewayProps> = {}): Template {
  const key = toCacheKey(props);
  const template = templates.get(key) ?? Template.fromStack(buildStack(props));
  templates.set(key, template);
  return template;
}

/** JSON leaves functions out. */
export function toCacheKey(value: unknown): string {
  return JSON.stringify(value, (_, each) => (typeof each === 'function' ? String(each) : each));
}
