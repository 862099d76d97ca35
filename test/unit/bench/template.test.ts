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

it('filters of several log groups that have no dimension fill one metric', () => {
  expect(metricsOf(filter('Stored'), filter('Stored'), filter('Published'))).toBe(2);
});

it('a filter by provider is a metric for each, and by problem one for each problem', () => {
  expect(metricsOf(filter('Received', 'provider'), filter('Received', 'provider'))).toBe(2);
  expect(metricsOf(filter('Refused', 'provider', 'problem'))).toBe(5);
});

it('a dimension of which nobody knows the values is an error', () => {
  expect(() => metricsOf(filter('Received', 'user'))).toThrow('user');
});

it('only a queue is looked into when nothing comes; reading the stream is free', () => {
  const queue = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { ScalingConfig: {} } };
  const stream = { Type: 'AWS::Lambda::EventSourceMapping', Properties: {} };
  expect(countFixedResources([queue, stream], 1).polledQueues).toBe(1);
});

it('a line of the access log is its format with values, and 26 bytes that CloudWatch adds', () => {
  const stage = (Format: string): Resource => ({
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { AccessLogSettings: { Format } },
  });
  expect(accessLogBytes([stage('{"status":"$context.status"}')])).toBe(16 + 26);
  expect(() => accessLogBytes([stage('$context.path')])).toThrow('context.path');
  expect(() => accessLogBytes([])).toThrow();
});
