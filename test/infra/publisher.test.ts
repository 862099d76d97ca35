import { expect, test } from 'vitest';
import { outboxMapping } from '../../lib/delivery-settings.ts';
import { readable } from './readable.ts';
import { synthesize } from './synthesize.ts';

const mappings = Object.values(synthesize().findResources('AWS::Lambda::EventSourceMapping'));
const stream = mappings.find(
  ({ Properties }) => readable(Properties.EventSourceArn) === 'EventsTable.StreamArn',
)?.Properties;

test('the publisher is woken by new event records that are to be published, and by nothing else', () => {
  expect(
    stream.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern)),
  ).toEqual([{ eventName: ['INSERT'], dynamodb: { NewImage: { publish: { N: ['1'] } } } }]);
});

test('no event record is passed over when the mapping is made', () => {
  expect(stream.StartingPosition).toBe('TRIM_HORIZON');
});

test('the order within a message is kept: a shard is read by one invocation at a time', () => {
  expect(stream.ParallelizationFactor).toBe(1);
});

test('records are handed over in batches of up to 100, without waiting for more', () => {
  expect(stream.BatchSize).toBe(100);
  expect(stream.MaximumBatchingWindowInSeconds).toBeUndefined();
});

test('an outage is retried without limit up to a record age of 20 hours', () => {
  expect(stream.MaximumRetryAttempts).toBe(-1);
  expect(stream.MaximumRecordAgeInSeconds).toBe(20 * 60 * 60);
});

test('the outbox is as persistent as the simulation takes it to be', () => {
  expect(stream.BatchSize).toBe(outboxMapping.batchSize);
  expect(stream.ParallelizationFactor).toBe(outboxMapping.parallelizationFactor);
  expect(stream.MaximumRetryAttempts).toBe(outboxMapping.retryAttempts);
  expect(stream.MaximumRecordAgeInSeconds).toBe(outboxMapping.maxRecordAgeHours * 60 * 60);
  expect(stream.BisectBatchOnFunctionError).toBe(outboxMapping.bisectBatchOnError);
});

test('only what failed is tried again', () => {
  expect(stream.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  expect(stream.BisectBatchOnFunctionError).toBe(true);
});

test('what grew too old goes to the payload bucket, whole', () => {
  expect(readable(stream.DestinationConfig.OnFailure.Destination)).toBe('PayloadBucket');
});

test('the mapping is made after the role, whose permissions Lambda tries then', () => {
  const mapping = mappings.find(({ Properties }) => Properties === stream);
  expect(mapping?.DependsOn.map(readable).join()).toContain('PublisherPublishRole');
});
