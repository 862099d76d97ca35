import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json.ts';
import { toMapping } from './event-source-mapping.ts';

const source = 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s';

const mappingOf = (properties: JsonObject = {}) =>
  toMapping({ EventSourceArn: source, ...properties });

describe('an event source mapping', () => {
  it('has the defaults of Lambda: enabled, from the start, every record, again without a limit', () => {
    const { accepts, ...mapping } = mappingOf();
    expect(mapping).toEqual({
      stackName: 'Sample',
      logicalId: 'Mapping',
      uuid: 'uuid',
      sourceArn: source,
      functionName: 'function',
      enabled: true,
      batchSize: undefined,
      batchingWindowMs: 0,
      reportsItemFailures: false,
      startsAtLatest: false,
      bisects: false,
      maxRetries: Number.POSITIVE_INFINITY,
      maxRecordAgeMs: Number.POSITIVE_INFINITY,
      onFailureArn: undefined,
      maxConcurrency: undefined,
    });
    expect(accepts({ any: 'record' })).toBe(true);
  });

  it.each([
    [{ Enabled: false }, { enabled: false }],
    [{ BatchSize: 5 }, { batchSize: 5 }],
    [{ MaximumBatchingWindowInSeconds: 3 }, { batchingWindowMs: 3_000 }],
    [{ FunctionResponseTypes: ['ReportBatchItemFailures'] }, { reportsItemFailures: true }],
    [{ StartingPosition: 'LATEST' }, { startsAtLatest: true }],
    [{ BisectBatchOnFunctionError: true }, { bisects: true }],
    [{ MaximumRetryAttempts: 0 }, { maxRetries: 0 }],
    [{ MaximumRetryAttempts: 7 }, { maxRetries: 7 }],
    [{ MaximumRecordAgeInSeconds: 60 }, { maxRecordAgeMs: 60_000 }],
    [{ ScalingConfig: { MaximumConcurrency: 2 } }, { maxConcurrency: 2 }],
    [
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::bucket' } } },
      { onFailureArn: 'arn:aws:s3:::bucket' },
    ],
  ])('with %j is %j', (properties, expected) => {
    expect(mappingOf(properties)).toMatchObject(expected);
  });

  it('accepts what one of its filters accepts', () => {
    const filters = ['INSERT', 'MODIFY'].map((name) => ({
      Pattern: JSON.stringify({ eventName: [name] }),
    }));
    const { accepts } = mappingOf({ FilterCriteria: { Filters: filters } });
    const names = ['INSERT', 'MODIFY', 'REMOVE'];
    expect(names.filter((eventName) => accepts({ eventName }))).toEqual(['INSERT', 'MODIFY']);
  });
});
