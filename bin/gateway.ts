/** The CDK app: `npx cdk synth`, `npx cdk deploy`. */
import { buildGatewayApp } from '../lib/gateway-app.ts';

const app = await buildGatewayApp();
app.synth();
