import { expect, it } from 'vitest';
import { accessLogBytes } from '../../bench/cost/access-log.ts';
import { countFixedResources } from '../../bench/cost/fixed-resources.ts';
import type { Resource } from '../../bench/cost/template.ts';

const filter = (MetricName: string, ...dimensions: readonly string[]): Resource => ({
  Type: 'AWS::Logs::MetricFilter',
  Properties: {
    MetricTransformations: [{ MetricName, Dimensions: dimensions.map((Key) => ({ Key })) }],
  },
});

const metricsOf = (...filters: readonly Resource[]) => countFixedResources(filters, 1).metrics;

it('filters of several log groups without a dimension produce one metric', () => {
  expect(metricsOf(filter('Stored'), filter('Stored'), filter('Published'))).toBe(2);
});

it('a filter by provider produces one metric in each log group, and by problem one for each problem', () => {
  expect(metricsOf(filter('Received', 'provider'), filter('Received', 'provider'))).toBe(2);
  expect(metricsOf(filter('Refused', 'provider', 'problem'))).toBe(4);
});

it('a dimension with unknown values is an error', () => {
  expect(() => metricsOf(filter('Received', 'user'))).toThrow('user');
});

it('only polling a queue costs money without traffic; reading the stream is free', () => {
  const queue = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { ScalingConfig: {} } };
  const stream = { Type: 'AWS::Lambda::EventSourceMapping', Properties: {} };
  expect(countFixedResources([queue, stream], 1).polledQueues).toBe(1);
});

it('a line of the access log has its format with values, and 26 bytes that CloudWatch adds', () => {
  const stage = (Format: string): Resource => ({
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { AccessLogSettings: { Format } },
  });
  expect(accessLogBytes([stage('{"status":"$context.status"}')])).toBe(16 + 26);
  expect(() => accessLogBytes([stage('$context.path')])).toThrow('context.path');
  expect(() => accessLogBytes([])).toThrow();
});
