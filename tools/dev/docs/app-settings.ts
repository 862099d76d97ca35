import { featureFlags } from '../../../lib/feature-flags.ts';

/**
 * The `cdk.json` that `init` writes, with the feature flags that the checks of this repository use. As in
 * every new CDK app they are fixed there, so that a newer version of the CDK changes no resource.
 */
export function toAppSettings(): string {
  const settings = { app: 'tsx bin/gateway.ts', versionReporting: false, context: featureFlags };
  const text = JSON.stringify(settings, undefined, 2);
  // The formatter writes a short list in one line.
  return `${text.replace(/\[\s+([^\]]+?)\s+\]/g, (_, items: string) => `[${items.replace(/\s+/g, ' ')}]`)}\n`;
}
