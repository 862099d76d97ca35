import { problems } from '../../../functions/callback/responses.ts';
import { mediaFailureReason } from '../../../shared/contract/media-events.ts';
import { type Resource, resourcesOf } from './template.ts';

/** The resources of a stack whose monthly cost does not depend on traffic. */
export interface FixedResources {
  readonly alarms: number;
  /** Metrics that the alarms evaluate: CloudWatch charges for each. */
  readonly alarmMetrics: number;
  /** Metrics from log lines that occur while all is well. */
  readonly usualMetrics: number;
  /**
   * Metrics from log lines that occur only while something is wrong: every problem and every reason. A metric
   * without data is free, and one with data costs its share of the month.
   */
  readonly rareMetrics: number;
  readonly secrets: number;
  readonly dashboards: number;
  /** Queues that Lambda polls all the time. */
  readonly polledQueues: number;
}

/** Log metrics that a gateway counts every day. */
const usualMetrics: ReadonlySet<string> = new Set([
  'Accepted',
  'Received',
  'Stored',
  'Duplicates',
  'Alternates',
  'Unmapped',
  'Published',
  'MediaStored',
  'MediaBytes',
]);

/** The number of values that a dimension of a metric can have, besides the provider. */
const dimensionValues: Readonly<Record<string, number>> = {
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
  const metrics = countMetrics(ofType('AWS::Logs::MetricFilter'), providers);
  const sumOf = (isMeant: (name: string) => boolean) =>
    [...metrics].reduce((sum, [name, count]) => sum + (isMeant(name) ? count : 0), 0);
  return {
    alarms: alarms.length,
    alarmMetrics: alarms.reduce((sum, { Properties }) => {
      const inExpression = Properties?.Metrics?.filter(
        ({ MetricStat }) => MetricStat !== undefined,
      );
      return sum + (inExpression?.length ?? 1);
    }, 0),
    usualMetrics: sumOf((name) => usualMetrics.has(name)),
    rareMetrics: sumOf((name) => !usualMetrics.has(name)),
    secrets: ofType('AWS::SecretsManager::Secret').length,
    dashboards: ofType('AWS::CloudWatch::Dashboard').length,
    polledQueues: mappings.filter(({ Properties }) => Properties?.ScalingConfig).length,
  };
}

/**
 * How many metrics the filters produce, by name. A metric is a name with one combination of dimension values, so
 * filters with the same name and dimensions produce the same.
 */
function countMetrics(
  filters: readonly Resource[],
  providers: number,
): ReadonlyMap<string, number> {
  const dimensionsOf = new Map<string, Set<string>>();
  for (const { Properties } of filters) {
    for (const { MetricName, Dimensions = [] } of Properties?.MetricTransformations ?? []) {
      const sets = dimensionsOf.get(MetricName) ?? new Set();
      dimensionsOf.set(MetricName, sets.add(Dimensions.map(({ Key }) => Key).join()));
    }
  }
  const valuesOf = (dimension: string) => {
    const values = dimension === 'provider' ? providers : dimensionValues[dimension];
    if (values !== undefined) return values;
    throw new RangeError(`the values of the dimension ${dimension} are not known`);
  };
  const countOf = (dimensions: string) =>
    dimensions.split(',').reduce((product, name) => product * (name ? valuesOf(name) : 1), 1);
  return new Map(
    [...dimensionsOf].map(([name, sets]) => [
      name,
      [...sets].reduce((sum, dimensions) => sum + countOf(dimensions), 0),
    ]),
  );
}
