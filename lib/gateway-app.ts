import { fileURLToPath } from 'node:url';
import { App, type Environment } from 'aws-cdk-lib';
import { providers } from '../functions/providers/registry.ts';
import { bundleFunctions, gatewayHandlers } from './bundling/bundle.ts';
import { bundleAsset } from './bundling/bundle-asset.ts';
import { genericProvidersOf, parseGatewayConfig } from './config.ts';
import { featureFlags } from './feature-flags.ts';
import { GatewayStack } from './gateway-stack.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles the functions and builds the CDK app around them, ready for `synth()`. Works without
 * network, Docker and credentials.
 *
 * The configuration is the context key `tributary`, which the CDK command line reads from
 * `cdk.json` or `-c tributary='{…}'`.
 *
 * @param env where the stack is deployed: its region decides which parts the gateway can have. Without
 *   it the template is for any account and region.
 */
export async function buildGatewayApp(env?: Environment): Promise<App> {
  const app = new App({ context: featureFlags });
  const config = parseGatewayConfig(app.node.tryGetContext('tributary'));
  const bundleFolder = await bundleFunctions(
    root,
    gatewayHandlers(providers, Object.keys(genericProvidersOf(config))),
  );
  new GatewayStack(app, `tributary-${config.stage}`, {
    config,
    providers,
    ...(env && { env }),
    code: (name) => bundleAsset(bundleFolder(name)),
  });
  return app;
}
