import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type GatewayConfigInput, parseGatewayConfig } from '../../lib/config.ts';
import { featureFlags } from '../../lib/feature-flags.ts';
import { GatewayStack } from '../../lib/gateway-stack.ts';

/** Invented providers: the stack must not depend on which ones the registry holds. */
export const providers = [
  { id: 'acme', name: 'ACME' },
  { id: 'north-wind', name: 'North Wind' },
];

/** The gateway's stack with stand-ins for the bundles, so that a test need not build them. */
export function buildStack(config: GatewayConfigInput = {}): GatewayStack {
  const parsed = parseGatewayConfig(config);
  return new GatewayStack(new App({ context: featureFlags }), `tributary-${parsed.stage}`, {
    config: parsed,
    providers,
    code: (name) => lambda.Code.fromInline(`// ${name}`),
  });
}

/** The CloudFormation template of a gateway with this configuration. */
export function synthesize(config: GatewayConfigInput = {}): Template {
  return Template.fromStack(buildStack(config));
}
