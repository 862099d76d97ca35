import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Gateway, type GatewayProps } from './gateway.ts';

/** Properties of {@link GatewayStack}. */
export interface GatewayStackProps extends Omit<GatewayProps, 'name'>, Pick<StackProps, 'env'> {}

/** A stack with nothing but a gateway, which has its name. */
export class GatewayStack extends Stack {
  readonly gateway: Gateway;

  constructor(scope: Construct, id: string, { env, ...props }: GatewayStackProps) {
    super(scope, id, {
      ...(env && { env }),
      stackName: id,
      description: 'Tributary: callbacks of messaging providers as one stream of events',
    });
    // CDK leaves `Default` out of logical ids: those of the gateway are short.
    this.gateway = new Gateway(this, 'Default', props);
  }
}
