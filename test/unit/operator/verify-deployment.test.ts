import { CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import type { Gateway } from '../../../tools/operator/gateway/gateway.ts';
import { createReport } from '../../../tools/operator/verify/result.ts';
import { toRun } from '../../../tools/operator/verify/test-account.ts';
import { verifyDeployment } from '../../../tools/operator/verify/verify-deployment.ts';

const cloudFormation = mockClient(CloudFormationClient);
const cloudWatch = mockClient(CloudWatchClient);
const lambda = mockClient(LambdaClient);
const mocks = [cloudFormation, cloudWatch, lambda];

const stored = { Namespace: 'Tributary/prod', MetricName: 'Stored' };

/** A deployment in which everything is as it should be. */
beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  for (const mock of mocks) mock.reset();
  cloudFormation.on(DescribeStackEventsCommand).resolves({ StackEvents: [] });
  cloudWatch.on(GetMetricStatisticsCommand).resolves({ Datapoints: [{ Maximum: 200 }] });
  cloudWatch.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: [{ AlarmName: 'tributary-prod-publisher-stopped', ...stored }],
  });
  cloudWatch.on(GetMetricDataCommand).callsFake(({ MetricDataQueries = [] }) => ({
    MetricDataResults: MetricDataQueries.map(({ Id = '' }) => ({ Id, Values: [1] })),
  }));
  trigger({ State: 'Enabled', LastProcessingResult: 'OK' });
});

afterAll(() => {
  vi.unstubAllEnvs();
  for (const mock of mocks) mock.restore();
});

function trigger(mapping: { State: string; LastProcessingResult: string }): void {
  lambda
    .on(ListEventSourceMappingsCommand)
    .resolves({ EventSourceMappings: [{ UUID: '1', ...mapping }] });
}

const gateway = {
  name: 'tributary-prod',
  userHashKey: 'arn:stack',
  localOrigin: undefined,
  clients: createClients('http://127.0.0.1:9', 'owner'),
  resources: { metricNamespace: 'Tributary/prod', publisherFunction: 'publisher' },
  hasAlarms: async () => true,
} as unknown as Gateway;

async function failedChecks(deployed = gateway): Promise<readonly string[]> {
  const { signal } = new AbortController();
  const report = createReport(() => {}, signal);
  const now = () => new Date('2026-11-28T12:00:30Z');
  const run = toRun(now());
  const tools = { report, run, timeoutMs: 0, now, waitMs: async () => {}, signal };
  await verifyDeployment(deployed, tools);
  expect(report.results.map(({ check }) => check)).toEqual([
    'lag',
    'trigger',
    'throttles',
    'metrics',
    'FILL',
  ]);
  for (const { state, text, remedy } of report.results) {
    if (state === 'failed') expect(remedy ?? '', text).toMatch(/^docs\/\S+#\S+$/);
  }
  return report.results.filter(({ state }) => state === 'failed').map(({ check }) => check);
}

it('finds nothing wrong in a deployment that is as it should be', async () => {
  expect(await failedChecks()).toEqual([]);
});

it('finds nothing wrong in a gateway whose owner wants no alarms', async () => {
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] });
  expect(await failedChecks({ ...gateway, hasAlarms: async () => false })).toEqual([]);
});

it.each<[string, string, () => void]>([
  [
    'a publisher that is far behind',
    'lag',
    () => cloudWatch.on(GetMetricStatisticsCommand).resolves({ Datapoints: [{ Maximum: 9e6 }] }),
  ],
  [
    'a trigger that is disabled',
    'trigger',
    () => trigger({ State: 'Disabled', LastProcessingResult: 'OK' }),
  ],
  [
    'a trigger whose last batch failed',
    'trigger',
    () => trigger({ State: 'Enabled', LastProcessingResult: 'PROBLEM: Function call failed' }),
  ],
  [
    'no trigger',
    'trigger',
    () => lambda.on(ListEventSourceMappingsCommand).resolves({ EventSourceMappings: [] }),
  ],
  [
    'a deployment that AWS throttled',
    'throttles',
    () =>
      cloudFormation.on(DescribeStackEventsCommand).resolves({
        StackEvents: [
          {
            StackId: 'arn:stack',
            EventId: '1',
            StackName: 'tributary-prod',
            Timestamp: new Date(0),
            LogicalResourceId: 'Stored',
            ResourceStatusReason: 'Rate exceeded (Service: CloudWatchLogs, Status Code: 400)',
          },
        ],
      }),
  ],
  [
    'alarms that do not exist',
    'metrics',
    () => cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] }),
  ],
  [
    'metrics without data',
    'metrics',
    () => cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [] }),
  ],
  [
    'metrics that FILL does not fill',
    'FILL',
    () =>
      cloudWatch
        .on(GetMetricDataCommand)
        .callsFake(({ MetricDataQueries = [] }: GetMetricDataCommandInput) => ({
          MetricDataResults: MetricDataQueries.map(({ Id = '', Expression }) => ({
            Id,
            Values: Expression === undefined ? [1] : [],
          })),
        })),
  ],
])('finds %s', async (_, check, breakIt) => {
  breakIt();
  expect(await failedChecks()).toEqual([check]);
});
