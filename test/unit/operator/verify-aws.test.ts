import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeEventBusCommand,
  EventBridgeClient,
  PutPermissionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-eventbridge';
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createMetricData } from '../../../tools/operator/aws/cloudwatch-metric-data.ts';
import { createBusPolicy } from '../../../tools/operator/aws/eventbridge-bus-policy.ts';
import { createPublisherFunction } from '../../../tools/operator/aws/lambda-event-source.ts';

const eventBridge = mockClient(EventBridgeClient);
const lambda = mockClient(LambdaClient);
const cloudWatch = mockClient(CloudWatchClient);
const mocks = [eventBridge, lambda, cloudWatch];

beforeEach(() => {
  for (const mock of mocks) mock.reset();
});

afterAll(() => {
  for (const mock of mocks) mock.restore();
});

const subscribers = { Sid: 'AccountsManageOwnRules', Effect: 'Allow' };

function policyOf(...statements: readonly object[]): void {
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  eventBridge.on(DescribeEventBusCommand).resolves({ Arn: 'arn:bus', Policy });
}

describe('the policy of the bus', () => {
  const bus = createBusPolicy(new EventBridgeClient({ region: 'eu-west-1' }), 'bus');

  it('denies a role to put events, beside the statements that are there', async () => {
    policyOf(subscribers);
    await bus.deny('arn:role', 72_000);
    const [call] = eventBridge.commandCalls(PutPermissionCommand);
    expect(JSON.parse(call?.args[0].input.Policy ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        subscribers,
        {
          Sid: 'TributaryVerify72000',
          Effect: 'Deny',
          Principal: { AWS: 'arn:role' },
          Action: 'events:PutEvents',
          Resource: 'arn:bus',
        },
      ],
    });
  });

  it('is written for a bus without one', async () => {
    eventBridge.on(DescribeEventBusCommand).resolves({ Arn: 'arn:bus' });
    await bus.deny('arn:role', 60);
    expect(eventBridge.commandCalls(PutPermissionCommand)).toHaveLength(1);
  });

  it('removes only the denial, by its id, from which it reads the note', async () => {
    policyOf(subscribers, { Sid: 'TributaryVerify72000', Effect: 'Deny' });
    expect(await bus.readDenial()).toBe(72_000);
    await bus.allow();
    expect(
      eventBridge.commandCalls(RemovePermissionCommand).map(({ args }) => args[0].input),
    ).toEqual([{ EventBusName: 'bus', StatementId: 'TributaryVerify72000' }]);
  });

  it('finds no denial in the policy of subscribers', async () => {
    policyOf(subscribers, { Effect: 'Allow' });
    expect(await bus.readDenial()).toBeUndefined();
    await bus.allow();
    expect(eventBridge.commandCalls(RemovePermissionCommand)).toEqual([]);
  });
});

describe('the publisher', () => {
  const publisher = createPublisherFunction('publish', new LambdaClient({ region: 'eu-west-1' }));

  it('says what its trigger does', async () => {
    lambda.on(ListEventSourceMappingsCommand).resolves({
      EventSourceMappings: [
        {
          UUID: '1',
          State: 'Enabled',
          LastProcessingResult: 'OK',
          MaximumRecordAgeInSeconds: 72_000,
        },
      ],
    });
    expect(await publisher.readEventSource()).toEqual({
      id: '1',
      state: 'Enabled',
      lastResult: 'OK',
      maxRecordAgeSeconds: 72_000,
    });
    await publisher.setMaxRecordAge('1', 60);
    expect(lambda.commandCalls(UpdateEventSourceMappingCommand)[0]?.args[0].input).toEqual({
      UUID: '1',
      MaximumRecordAgeInSeconds: 60,
    });
  });

  it('says how to get a trigger that is missing', async () => {
    lambda.on(ListEventSourceMappingsCommand).resolves({ EventSourceMappings: [] });
    await expect(publisher.readEventSource()).rejects.toThrow(/no trigger: run npx cdk deploy/);
  });
});

describe('metrics', () => {
  const data = createMetricData(new CloudWatchClient({ region: 'eu-west-1' }));

  it('are those of the alarms, of one metric or of an expression', async () => {
    const Dimensions = [{ Name: 'provider', Value: 'incs' }];
    const Metric = { Namespace: 'Tributary/prod', MetricName: 'Received', Dimensions };
    cloudWatch.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [
        { AlarmName: 'a', Namespace: 'AWS/Lambda', MetricName: 'IteratorAge' },
        {
          AlarmName: 'b',
          Metrics: [
            { Id: 'e', Expression: 'FILL(m, 0)' },
            { Id: 'm', MetricStat: { Metric, Period: 300, Stat: 'Sum' } },
          ],
        },
      ],
    });
    expect(await data.alarmMetrics('tributary-prod')).toEqual([
      {
        alarm: 'a',
        expression: undefined,
        metrics: [{ namespace: 'AWS/Lambda', name: 'IteratorAge', dimensions: {} }],
      },
      {
        alarm: 'b',
        expression: 'FILL(m, 0)',
        metrics: [
          { namespace: 'Tributary/prod', name: 'Received', dimensions: { provider: 'incs' } },
        ],
      },
    ]);
  });

  it('are read page by page, and without data are an empty list', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .resolvesOnce({ MetricDataResults: [{ Id: 'a', Values: [1] }], NextToken: '2' })
      .resolves({ MetricDataResults: [{ Id: 'a', Values: [2] }] });
    const range = { from: new Date(0), to: new Date(60_000) };
    const metric = { namespace: 'n', name: 'm', dimensions: {} };
    expect(await data.read({ a: metric, b: { expression: 'FILL(a, 0)' } }, range)).toEqual({
      a: [1, 2],
      b: [],
    });
  });
});
