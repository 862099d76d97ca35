import { everythingConfigured, synthesize } from './synthesize.ts';

/** The stack without configuration: the alarms of a small gateway. */
export const small = synthesize();

/** The stack with every alarm that needs no further configuration. */
export const template = synthesize({ alarms: { preset: 'full' } });

/** The stack `test` with everything configured. */
export const configured = synthesize(everythingConfigured);

interface MetricStat {
  readonly Stat: string;
  readonly Period: number;
  readonly Metric: {
    readonly MetricName: string;
    readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  };
}

/** An alarm as the template has it. */
export interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly TreatMissingData: string;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly MetricName?: string;
  readonly Metrics?: readonly { readonly Expression?: string; readonly MetricStat?: MetricStat }[];
}

/** All alarms of a stack. */
export const alarmsOf = (of: typeof template): readonly Alarm[] =>
  Object.values(of.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
