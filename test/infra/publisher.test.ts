import { expect, it } from 'vitest';
import { readable } from './readable.ts';
import { synthesize } from './synthesize.ts';

const mappings = Object.values(synthesize().findResources('AWS::Lambda::EventSourceMapping'));
const stream = mappings.find(
  ({ Properties }) => readable(Properties.EventSourceArn) === 'EventsTable.StreamArn',
)?.Properties;

it('only new event records that are to be published invoke the publisher', () => {
  expect(
    stream.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern)),
  ).toEqual([{ eventName: ['INSERT'], dynamodb: { NewImage: { publish: { N: ['1'] } } } }]);
});

it('a new mapping starts with the oldest record of the stream', () => {
  expect(stream.StartingPosition).toBe('TRIM_HORIZON');
});

it('one invocation at a time reads a shard, which keeps the order within a message', () => {
  expect(stream.ParallelizationFactor).toBe(1);
});

it('Lambda passes as many records as one read of the stream returns, without waiting for more', () => {
  expect(stream.BatchSize).toBe(1_000);
  expect(stream.MaximumBatchingWindowInSeconds).toBeUndefined();
});

it('Lambda retries without limit until a record is 20 hours old', () => {
  expect(stream.MaximumRetryAttempts).toBe(-1);
  expect(stream.MaximumRecordAgeInSeconds).toBe(20 * 60 * 60);
});

it('the publisher has a minute for a batch, and 0.43 of a processor', () => {
  const [publisher] = Object.entries(synthesize().findResources('AWS::Lambda::Function')).filter(
    ([id]) => id.startsWith('Publisher'),
  );
  expect(publisher?.[1].Properties).toMatchObject({ Timeout: 60, MemorySize: 768 });
});

it('the publisher lists conversations only for an owner who asks for it', () => {
  const variable = (conversationList: boolean) => {
    const functions = synthesize({ conversationList }).findResources('AWS::Lambda::Function');
    const all = Object.values(functions).map(({ Properties }) => Properties.Environment.Variables);
    return all.flatMap(({ CONVERSATION_LIST: value }) => (value === undefined ? [] : [value]));
  };
  expect([variable(false), variable(true)]).toEqual([[], ['on']]);
});

it('Lambda retries only the records that failed', () => {
  expect(stream.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  expect(stream.BisectBatchOnFunctionError).toBe(true);
});

it('records that grew too old go whole to the payload bucket', () => {
  expect(readable(stream.DestinationConfig.OnFailure.Destination)).toBe('PayloadBucket');
});

it('the mapping is created after the role, because Lambda checks its permissions', () => {
  const mapping = mappings.find(({ Properties }) => Properties === stream);
  expect(mapping?.DependsOn.map(readable).join()).toContain('PublisherPublishRole');
});
