/** The CDK app: `npx cdk synth`, `npx cdk deploy`, with `-c stage=<name>` for another stage. */
import { App, Stack } from 'aws-cdk-lib';
import { providers } from '../functions/providers/registry.ts';
import stages from '../gateway.config.ts';
import { bundleFunctions, gatewayHandlers } from '../lib/bundling/bundle.ts';
import { featureFlags } from '../lib/feature-flags.ts';
import { chooseStage, Gateway } from '../lib/index.ts';
import { projectDirectory } from '../tools/project-directory.ts';

// The CDK command line sets both when it has credentials.
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

const app = new App({ context: featureFlags });
const { stage, env, props } = chooseStage(app, stages);
// An adopter installs the bundles.
await bundleFunctions(projectDirectory, gatewayHandlers(providers));
const stack = new Stack(app, `tributary-${stage}`, {
  description: 'Tributary: callbacks of messaging providers as one stream of events',
  env: env ?? (account && region ? { account, region } : {}),
});
// CDK leaves `Default` out of logical ids: those of the gateway are short.
new Gateway(stack, 'Default', props);
