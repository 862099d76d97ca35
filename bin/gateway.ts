/** The CDK app: `npx cdk synth`, `npx cdk deploy`. */
import { GatewayConfigError } from '../lib/config.ts';
import { buildGatewayApp } from '../lib/gateway-app.ts';

try {
  const app = await buildGatewayApp();
  app.synth();
} catch (error) {
  if (!(error instanceof GatewayConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
