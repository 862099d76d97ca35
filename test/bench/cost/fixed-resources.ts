import { problems } from '../../../functions/callback/responses.ts';
import { mediaFailureReason } from '../../../shared/contract/media-events.ts';
import { type Resource, resourcesOf } from './template.ts';

/** What a stack has that costs the same in every month, however little comes. */
export interface FixedResources {
  /** Providers that are on, each with its alarms, metrics and secret. */
  readonly providers: number;
  readonly alarms: number;
  /** Metrics that the alarms look at: CloudWatch charges for each. */
  readonly alarmMetrics: number;
  /**
   * Metrics that log lines fill, if every problem and every reason occurs. It is the most there can
   * be: one that nothing fills costs nothing.
   */
  readonly metrics: number;
  readonly secrets: number;
  readonly dashboards: number;
  /** Queues that Lambda looks into all the time. */
  readonly polledQueues: number;
}

/** How many values a dimension of a metric may have, within one log group. */
const dimensionValues: Readonly<Record<string, number>> = {
  // A log group is one provider's.
  provider: 1,
  // What is not available is counted as not stored, and not as refused.
  problem: Object.keys(problems).filter((name) => name !== 'unavailable').length,
  reason: mediaFailureReason.options.length,
};

/** @throws {RangeError} for a dimension whose values are not known */
export function countFixedResources(
  resources: readonly Resource[],
  providers: number,
): FixedResources {
  const ofType = (type: string) => resourcesOf(resources, type);
  const alarms = ofType('AWS::CloudWatch::Alarm');
  const mappings = ofType('AWS::Lambda::EventSourceMapping');
  return {
    providers,
    alarms: alarms.length,
    alarmMetrics: alarms.reduce((sum, { Properties }) => {
      const inExpression = Properties?.Metrics?.filter(
        ({ MetricStat }) => MetricStat !== undefined,
      );
      return sum + (inExpression?.length ?? 1);
    }, 0),
    metrics: countMetrics(ofType('AWS::Logs::MetricFilter')),
    secrets: ofType('AWS::SecretsManager::Secret').length,
    dashboards: ofType('AWS::CloudWatch::Dashboard').length,
    polledQueues: mappings.filter(({ Properties }) => Properties?.ScalingConfig).length,
  };
}

/**
 * A metric is a name with one set of values of its dimensions: filters of several log groups that
 * have the name and no dimension fill the same one.
 */
function countMetrics(filters: readonly Resource[]): number {
  const transformations = filters.flatMap(
    ({ Properties }) => Properties?.MetricTransformations ?? [],
  );
  const shared = new Set<string>();
  let ofDimensions = 0;
  for (const { MetricName, Dimensions = [] } of transformations) {
    if (Dimensions.length === 0) shared.add(MetricName);
    else ofDimensions += Dimensions.reduce((product, { Key }) => product * valuesOf(Key), 1);
  }
  return shared.size + ofDimensions;
}

function valuesOf(dimension: string): number {
  const values = dimensionValues[dimension];
  if (values === undefined) throw new RangeError(`nobody knows the values of ${dimension}`);
  return values;
}
