import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { providers } from '../../functions/providers/registry.ts';
import { bundleFunctions, gatewayHandlers } from '../../lib/bundling/bundle.ts';
import { featureFlags } from '../../lib/feature-flags.ts';
import { Gateway } from '../../lib/index.ts';
import { everyProvider } from '../../lib/providers/every-provider.ts';
import { projectDirectory } from '../../tools/project-directory.ts';

/** The cloud assembly of a stack with two gateways, `Support` and `Sales`, which have one provider each. */
export async function synthesizeTwoGateways() {
  const directory = mkdtempSync(join(tmpdir(), 'tributary-two-gateways-'));
  await bundleFunctions(projectDirectory, gatewayHandlers(providers));
  const app = new App({ outdir: directory, context: featureFlags, analyticsReporting: false });
  const stack = new Stack(app, 'Messaging');
  const meta = everyProvider().filter(({ label }) => label === 'meta');
  for (const name of ['Support', 'Sales']) new Gateway(stack, name, { providers: meta });
  app.synth();
  return { directory, remove: () => rmSync(directory, { recursive: true }) };
}
