import type { Environment } from 'aws-cdk-lib';
import type { GatewayProps } from '../props/gateway-props.ts';

/** What a stage can differ in: any prop of the gateway, and where it is deployed. */
export interface StageSettings extends Partial<GatewayProps> {
  /** Account and region of the stack. @default those of the command line's credentials */
  readonly env?: Environment | undefined;
}

/** The stages of an app: `prod`, `dev` … */
export interface Stages<Name extends string = string> {
  /** What all stages have in common. */
  readonly defaults: GatewayProps & Pick<StageSettings, 'env'>;
  /**
   * What each stage differs in. It lies over the defaults: objects such as `retention` are merged key by key,
   * lists and constructs replaced. The first is the one that is deployed without `-c stage=…`. A name is 1 to
   * 31 lower-case letters, digits or hyphens.
   */
  readonly stages: Readonly<Record<Name, StageSettings>>;
}

/** The stages of an app, checked by the compiler. `chooseStage` reads them. */
export function defineStages<const Name extends string>(stages: Stages<Name>): Stages<Name> {
  return stages;
}
