import { problems } from '../../../functions/callback/responses.ts';
import { mediaFailureReason } from '../../../shared/contract/media-events.ts';
import { type Resource, resourcesOf } from './template.ts';

/** The resources of a stack whose monthly cost does not depend on traffic. */
export interface FixedResources {
  /** Enabled providers, each with its alarms, metrics and secret. */
  readonly providers: number;
  readonly alarms: number;
  /** Metrics that the alarms evaluate: CloudWatch charges for each. */
  readonly alarmMetrics: number;
  /**
   * Metrics that log lines produce when every problem and every reason occurs: an upper bound, because
   * a metric without data is free.
   */
  readonly metrics: number;
  readonly secrets: number;
  readonly dashboards: number;
  /** Queues that Lambda polls all the time. */
  readonly polledQueues: number;
}

/** The number of values that a dimension of a metric can have within one log group. */
const dimensionValues: Readonly<Record<string, number>> = {
  // Each log group belongs to one provider.
  provider: 1,
  // The metric filters count `unavailable` as not stored instead of refused.
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
 * A metric is a name with one combination of dimension values: filters of several log groups with the
 * same name and no dimension produce one metric.
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
  if (values === undefined)
    throw new RangeError(`the values of the dimension ${dimension} are not known`);
  return values;
}
