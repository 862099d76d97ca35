/** The CDK app: `npx cdk synth`, `npx cdk deploy`. */
import { buildGatewayApp } from '../lib/gateway-app.ts';
import { GatewayConfigError } from '../lib/gateway-config-error.ts';

// The CDK command line sets both when it has credentials.
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

try {
  const app = await buildGatewayApp(account && region ? { account, region } : undefined);
  app.synth();
} catch (error) {
  if (!(error instanceof GatewayConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
