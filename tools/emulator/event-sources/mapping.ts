import { z } from 'zod';
import { compilePattern, type PatternMatcher } from '../../event-pattern/pattern.ts';
import { parseProperties, type StackResource } from '../template/stack.ts';

/** Strict: a setting that the emulator ignored would change how the function is invoked. */
const mappingProperties = z.strictObject({
  BatchSize: z.number().optional(),
  BisectBatchOnFunctionError: z.boolean().default(false),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .optional(),
  Enabled: z.boolean().default(true),
  EventSourceArn: z.string(),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })
    .optional(),
  FunctionName: z.string(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  MaximumRecordAgeInSeconds: z.number().default(-1),
  MaximumRetryAttempts: z.number().default(-1),
  MetricsConfig: z.unknown().optional(),
  ParallelizationFactor: z.literal(1).default(1),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.number().optional() }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).default('TRIM_HORIZON'),
  Tags: z.unknown().optional(),
});

/** An event source mapping: how the records of a queue or a stream reach a function. */
export interface EventSourceMapping {
  readonly stackName: string;
  readonly logicalId: string;
  /** The id of the mapping, part of the keys of on-failure objects. */
  readonly uuid: string;
  readonly sourceArn: string;
  readonly functionName: string;
  readonly enabled: boolean;
  /** `undefined` is Lambda's default: 10 for a queue, 100 for a stream. */
  readonly batchSize: number | undefined;
  readonly batchingWindowMs: number;
  readonly reportsItemFailures: boolean;
  /** Whether the filters accept a record, in the form that the function receives. */
  readonly accepts: PatternMatcher;
  readonly startsAtLatest: boolean;
  readonly bisects: boolean;
  /** Retries after the first attempt. */
  readonly maxRetries: number;
  /** `UpdateEventSourceMapping` changes it while the mapping is polled. */
  maxRecordAgeMs: number;
  /** ARN of the bucket or queue for discarded records. */
  readonly onFailureArn: string | undefined;
  readonly maxConcurrency: number | undefined;
}

/** @throws {EmulatorError} for a setting that the emulator does not support */
export function readMapping(resource: StackResource): EventSourceMapping {
  const properties = parseProperties(resource, mappingProperties);
  const filters = properties.FilterCriteria?.Filters.map(({ Pattern }) =>
    compilePattern(JSON.parse(Pattern)),
  );
  return {
    stackName: resource.stackName,
    logicalId: resource.logicalId,
    uuid: resource.ref,
    sourceArn: properties.EventSourceArn,
    functionName: properties.FunctionName,
    enabled: properties.Enabled,
    batchSize: properties.BatchSize,
    batchingWindowMs: properties.MaximumBatchingWindowInSeconds * 1000,
    reportsItemFailures: properties.FunctionResponseTypes.length > 0,
    accepts: filters ? (record) => filters.some((matches) => matches(record)) : () => true,
    startsAtLatest: properties.StartingPosition === 'LATEST',
    bisects: properties.BisectBatchOnFunctionError,
    maxRetries: orUnlimited(properties.MaximumRetryAttempts),
    maxRecordAgeMs: orUnlimited(properties.MaximumRecordAgeInSeconds) * 1000,
    onFailureArn: properties.DestinationConfig?.OnFailure?.Destination,
    maxConcurrency: properties.ScalingConfig?.MaximumConcurrency,
  };
}

/** Of a limit that is -1 where there is none. */
export function orUnlimited(value: number): number {
  return value < 0 ? Number.POSITIVE_INFINITY : value;
}
