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

function metricsOf(providers: number, ...filters: readonly Resource[]): number {
  const { usualMetrics, rareMetrics } = countFixedResources(filters, providers);
  return usualMetrics + rareMetrics;
}

it('filters with the same name and dimensions produce one metric', () => {
  expect(metricsOf(2, filter('Stored'), filter('Stored'), filter('Published'))).toBe(2);
});

it('a filter by provider produces one metric for each provider, and by problem one for each problem', () => {
  expect(metricsOf(3, filter('Received', 'provider'))).toBe(3);
  expect(metricsOf(3, filter('Refused', 'problem'))).toBe(4);
  expect(metricsOf(3, filter('Refused', 'provider', 'problem'))).toBe(12);
  expect(metricsOf(3, filter('NotStored'), filter('NotStored', 'provider'))).toBe(4);
});

it('what occurs only while something is wrong is counted apart', () => {
  const filters = [filter('Received', 'provider'), filter('Quarantined', 'provider')];
  expect(countFixedResources(filters, 2)).toMatchObject({ usualMetrics: 2, rareMetrics: 2 });
});

it('a dimension with unknown values is an error', () => {
  expect(() => metricsOf(1, filter('Received', 'user'))).toThrow('user');
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
