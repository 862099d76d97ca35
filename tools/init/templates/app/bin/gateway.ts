/** The CDK app: `npx cdk deploy`, and `npx cdk deploy -c stage=dev` for another stage. */
import { App, Stack } from 'aws-cdk-lib';
import { chooseStage, Gateway } from 'tributary-gateway/cdk';
import stages from '../gateway.config.ts';

// The CDK command line sets both when it has credentials.
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

const app = new App();
const { stage, env, props } = chooseStage(app, stages);
const stack = new Stack(app, `tributary-${stage}`, {
  env: env ?? (account && region ? { account, region } : {}),
});
new Gateway(stack, 'Default', props);
