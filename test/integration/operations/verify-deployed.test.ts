import { setTimeout } from 'node:timers/promises';
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListRulesCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { providers } from '../../../functions/providers/registry.ts';
import { callbackOutputNames } from '../../../shared/runtime/stack-outputs.ts';
import { localSecretKey } from '../../../tools/emulator-client/aws-clients.ts';
import { emulatorPaths } from '../../../tools/emulator-client/local-urls.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { type OperatedGateway, type Ran, startOperatedGateway } from './operated-gateway.ts';

// As on AWS: temporary rules and a queue, a presigned link, the region's clients. The emulator has everything
// except CloudFormation, CloudWatch and the API of Lambda.
const cloudFormation = mockClient(CloudFormationClient);
const cloudWatch = mockClient(CloudWatchClient);
const lambda = mockClient(LambdaClient);

let gateway: OperatedGateway;

beforeAll(async () => {
  gateway = await startOperatedGateway();
  vi.stubEnv('AWS_ENDPOINT_URL', gateway.awsEndpoint);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'operator');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', localSecretKey);
  const Outputs = Object.entries({ ...gateway.outputs, ...urlsHere() }).map(
    ([OutputKey, value]) => ({ OutputKey, OutputValue: String(value) }),
  );
  const stack = { StackName: 'tributary-prod', StackId: 'arn:stack', Outputs };
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [{ ...stack, CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' }],
  });
  cloudFormation.on(DescribeStackEventsCommand).resolves({ StackEvents: [] });
  cloudWatch.on(GetMetricStatisticsCommand).resolves({ Datapoints: [{ Maximum: 200 }] });
  cloudWatch.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: [
      {
        AlarmName: 'tributary-prod-publisher-stopped',
        Metrics: [
          { Id: 'e', Expression: 'IF(stored > 0 AND FILL(published, 0) == 0, 1, 0)' },
          ...['Stored', 'Published'].map((MetricName) => ({
            Id: MetricName.toLowerCase(),
            MetricStat: {
              Metric: { Namespace: gateway.output('MetricNamespace'), MetricName },
              Period: 900,
              Stat: 'Sum',
            },
          })),
        ],
      },
    ],
  });
  cloudWatch.on(GetMetricDataCommand).callsFake(({ MetricDataQueries = [] }) => ({
    MetricDataResults: MetricDataQueries.map(({ Id = '' }) => ({ Id, Values: [1] })),
  }));
  lambda.on(ListEventSourceMappingsCommand).resolves({
    EventSourceMappings: [{ UUID: '1', State: 'Enabled', LastProcessingResult: 'OK' }],
  });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  for (const mock of [cloudFormation, cloudWatch, lambda]) mock.restore();
  await gateway.close();
});

/** The endpoints as they are reachable from here. */
function urlsHere() {
  return Object.fromEntries(
    providers.flatMap(({ id }) => {
      const { api, functionUrl } = callbackOutputNames(id);
      return [
        [api, `${gateway.origin}${new URL(gateway.output(api)).pathname}`],
        [functionUrl, `${gateway.origin}${emulatorPaths.functionUrl(id)}`],
      ];
    }),
  );
}

async function verify(...words: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runTributary(
    ['verify', '--stack', 'tributary-prod', '--json', '--wait', '300', ...words],
    {
      out: (line) => out.push(line),
      error: (line) => errors.push(line),
      readValue: async () => 'another-stack',
      now: () => new Date(),
      waitMs: (ms) => setTimeout(ms),
    },
  );
  return { code, results: out.map((line) => JSON.parse(line)), errors: errors.join('\n') };
}

async function readRuleNames(): Promise<readonly string[]> {
  const { Rules = [] } = await gateway.aws.eventBridge.send(
    new ListRulesCommand({ EventBusName: gateway.output('EventBusName') }),
  );
  return Rules.map(({ Name = '' }) => Name);
}

it('names the rules of subscribers that receive the test events', async () => {
  const put = (Name: string, pattern: object) =>
    gateway.aws.eventBridge.send(
      new PutRuleCommand({
        Name,
        EventBusName: gateway.output('EventBusName'),
        EventPattern: JSON.stringify(pattern),
      }),
    );
  await put('bot', { 'detail-type': ['message.received'] });
  await put('careful-bot', {
    'detail-type': ['message.received'],
    detail: {
      data: { message: { id: [{ 'anything-but': { prefix: 'wamid.tributary-verify-' } }] } },
    },
  });
  await put('billing', { 'detail-type': ['message.billed'] });
  expect(await verify()).toMatchObject({
    code: 0,
    results: [{ dryRun: true, endpoints: 2 * providers.length, rules: ['bot'] }],
  });
});

it('follows the events by rules and a queue of its own, and deletes them and everything else', async () => {
  const before = await readRuleNames();
  const { code, results } = await verify('--yes');
  const of = (state: string) => results.filter((result) => result.state === state);
  // The emulator's buckets have an address that the mirror refuses.
  const failed = of('failed').map(({ subject, check, text }) => `${subject} ${check}: ${text}`);
  const refused = (id: string) => `${id} api file: the mirror failed: refused_address`;
  expect(failed).toEqual(expect.arrayContaining(['incs', 'innopaas', 'itnio'].map(refused)));
  expect(failed.filter((line) => !line.endsWith(refused('')))).toEqual([]);
  expect(code).toBe(1);
  expect(of('ok')).toContainEqual(
    expect.objectContaining({
      check: 'temporary rules',
      text: 'an event that is put on the bus arrives',
    }),
  );
  for (const check of ['test picture', 'lag', 'trigger', 'throttles', 'metrics', 'FILL']) {
    expect(of('ok')).toContainEqual(expect.objectContaining({ check }));
  }
  const reached = of('ok').filter(({ check }) => check === 'event');
  expect(reached).toHaveLength(2 * providers.length);
  expect(await readRuleNames()).toEqual(before);
  const { QueueUrls = [] } = await gateway.aws.sqs.send(
    new ListQueuesCommand({ QueueNamePrefix: 'tributary-prod-verify' }),
  );
  expect(QueueUrls).toEqual([]);
  const { Items } = await gateway.aws.dynamodb.send(
    new ScanCommand({ TableName: gateway.output('EventsTableName') }),
  );
  // Files failed, so that the mirror may still report something: the note of the run stays.
  expect(Items).toMatchObject([{ pk: { S: 'audit#verify' } }]);
  for (const bucket of ['MediaBucketName', 'PayloadBucketName']) {
    const listed = await gateway.aws.s3.send(
      new ListObjectsV2Command({ Bucket: gateway.output(bucket) }),
    );
    expect(listed.Contents ?? []).toEqual([]);
  }
});

it('says what it would break before anyone confirms it', async () => {
  expect(await verify('--faults')).toMatchObject({
    code: 0,
    errors: expect.stringContaining('NO SUBSCRIBER RECEIVES EVENTS'),
  });
});

it('breaks nothing unless the name of the stack is typed', async () => {
  expect(await verify('--yes', '--faults')).toMatchObject({
    code: 1,
    results: [],
    errors: expect.stringMatching(/NO SUBSCRIBER RECEIVES EVENTS.*\n.*nothing was sent$/),
  });
});
