import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type GatewayConfigInput, parseGatewayConfig } from '../../lib/config.ts';
import { featureFlags } from '../../lib/feature-flags.ts';
import { GatewayStack } from '../../lib/gateway-stack.ts';
import type { RegisteredProvider } from '../../lib/registered-provider.ts';

/** Invented providers: the stack must not depend on which ones the registry holds. */
export const providers: readonly RegisteredProvider[] = [
  {
    id: 'acme',
    name: 'ACME',
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
  },
  { id: 'north-wind', name: 'North Wind' },
];

/** A configuration that sets everything that is off or absent by default. */
export const everythingConfigured: GatewayConfigInput = {
  stage: 'test',
  channels: { acme: { 'channel-1': { channel: 'whatsapp', phone: '447700900123' } } },
  signature: { acme: 'required' },
  mediaApis: { acme: { baseUrl: 'https://files.shop.example', version: 'v2' } },
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
  customDomain: {
    domainName: 'callbacks.shop.example',
    certificateArn:
      'arn:aws:acm:eu-west-1:123456789012:certificate/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0',
  },
  alarmEmail: 'operator@shop.example',
  runbookUrl: 'https://git.shop.example/tributary/docs/operations.md',
  silentAfterHours: { acme: 6 },
  kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0',
  logLevel: 'DEBUG',
  conversationList: true,
};

/** The gateway's stack with inline code instead of the bundles, so that a test need not build them. */
export function buildStack(config: GatewayConfigInput = {}, region?: string): GatewayStack {
  const parsed = parseGatewayConfig(config);
  return new GatewayStack(new App({ context: featureFlags }), `tributary-${parsed.stage}`, {
    config: parsed,
    providers,
    ...(region && { env: { account: '123456789012', region } }),
    code: (name) => lambda.Code.fromInline(`// ${name}`),
  });
}

const templates = new Map<string, Template>();

/** The CloudFormation template of a gateway with this configuration; cached, so only read it. */
export function synthesize(config: GatewayConfigInput = {}): Template {
  const key = JSON.stringify(config);
  const template = templates.get(key) ?? Template.fromStack(buildStack(config));
  templates.set(key, template);
  return template;
}
