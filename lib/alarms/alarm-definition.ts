import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** An alarm: what it watches, and when it is raised. */
export interface AlarmDefinition {
  /** Kebab-case, part of its name. */
  readonly kind: string;
  /** Anchor of its section in docs/operations.md. @default its kind */
  readonly section?: string;
  /** What happened, in one sentence. */
  readonly meaning: string;
  readonly metric: cloudwatch.IMetric;
  /** Raised above this. @default 0 */
  readonly threshold?: number;
  /** Periods of the metric that are looked at. */
  readonly periods: number;
  /** How many of them must be above. @default all of them */
  readonly periodsAbove?: number;
  /** What no data means. @default nothing is wrong */
  readonly missingData?: cloudwatch.TreatMissingData;
}
