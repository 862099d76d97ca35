/**
 * `tributary-gateway/cdk`: the gateway as a CDK construct, for any stack of any app, and the stages of an app
 * around it.
 */
export type { AlarmProps } from './alarms/alarm-props.ts';
export { type CallbackUrl, Gateway } from './gateway.ts';
export { GatewayConfigError } from './gateway-config-error.ts';
export type {
  EndpointProps,
  GatewayProps,
  ReservedConcurrency,
  RetentionProps,
  SubscriberProps,
  TeamLimits,
} from './props/gateway-props.ts';
export type { InScope } from './props/in-scope.ts';
export {
  type ChooseStageOptions,
  type ChosenStage,
  chooseStage,
  readStage,
} from './stages/choose-stage.ts';
export { defineStages, type StageSettings, type Stages } from './stages/define-stages.ts';
