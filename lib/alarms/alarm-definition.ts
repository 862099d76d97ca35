import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmKind } from './settings.ts';

/** An alarm: what it watches, when it is raised, and what the mail about it says. */
export interface AlarmDefinition {
  /** The last part of the alarm's name. */
  readonly kind: AlarmKind;
  /** Anchor of its entry in docs/operations.md. @default its kind */
  readonly section?: string;
  /** What happened, with the numbers that raise the alarm. */
  readonly happened: string;
  /** What that means for callbacks, events or files. */
  readonly meaning: string;
  /** The command of `tributary` to run first, without `--stack`. @default doctor */
  readonly firstCommand?: string;
  /** Called only if the gateway has this alarm: a metric that nothing uses is not counted. */
  readonly metric: () => cloudwatch.IMetric;
  /** Raised above this. @default 0 */
  readonly threshold?: number;
  /** Periods of the metric that are evaluated. */
  readonly periods: number;
  /** How many of them must be above the threshold. @default all of them */
  readonly periodsAbove?: number;
  /** What missing data means. @default nothing is wrong */
  readonly missingData?: cloudwatch.TreatMissingData;
}
