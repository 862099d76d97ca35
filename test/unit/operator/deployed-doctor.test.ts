import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeEventBusCommand,
  EventBridgeClient,
  ListArchivesCommand,
  ListRulesCommand,
  type ListRulesCommandInput,
  ListTargetsByRuleCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeHttpDescription } from '../../../shared/http-subscription/description.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { stackOutputs } from './stack-outputs.ts';

const cloudWatch = mockClient(CloudWatchClient);
const dynamodb = mockClient(DynamoDBClient);
const eventBridge = mockClient(EventBridgeClient);
const others = {
  cloudFormation: mockClient(CloudFormationClient),
  lambda: mockClient(LambdaClient),
  s3: mockClient(S3Client),
  secretsManager: mockClient(SecretsManagerClient),
  sqs: mockClient(SQSClient),
};

const mocks = [cloudWatch, dynamodb, eventBridge, ...Object.values(others)];

/** A gateway without a problem. */
beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubGlobal('fetch', async () => new Response(null, { status: 405 }));
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] });
  cloudWatch.on(GetMetricStatisticsCommand).resolves({ Datapoints: [{ Maximum: 2_000 }] });
  dynamodb
    .on(DescribeTableCommand)
    .resolves({ Table: { StreamSpecification: { StreamEnabled: true } } });
  dynamodb.on(QueryCommand).resolves({ Items: [] });
  eventBridge.on(DescribeEventBusCommand).resolves({ Arn: 'arn:bus' });
  eventBridge.on(ListArchivesCommand).resolves({ Archives: [{ State: 'ENABLED' }] });
  resolveRules({ archive: 'ENABLED' });
  eventBridge
    .on(ListTargetsByRuleCommand)
    .resolves({ Targets: [{ Id: '1', Arn: 'arn:queue', DeadLetterConfig: { Arn: 'arn:dlq' } }] });
  others.cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackOutputs()] });
  resolveTemplate();
  others.s3.on(ListObjectsV2Command).resolves({ Contents: [] });
  others.secretsManager
    .on(GetSecretValueCommand)
    .resolves({ SecretString: '{"token":"the-token-of-the-provider"}' });
  others.sqs.on(GetQueueAttributesCommand).resolves({
    Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' },
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  for (const mock of mocks) mock.reset();
});

afterAll(() => {
  for (const mock of mocks) mock.restore();
});

/** The rules on the bus: one of a subscriber, and the archive's, which AWS manages. */
function resolveRules({ archive }: { archive: 'ENABLED' | 'DISABLED' | undefined }) {
  const rules: Rule[] = [
    { Name: 'orders', State: 'ENABLED' },
    ...(archive ? [{ Name: 'Events-Archive-a', State: archive, ManagedBy: 'aws.internal' }] : []),
  ];
  eventBridge.on(ListRulesCommand).callsFake(({ NamePrefix = '' }: ListRulesCommandInput) => ({
    Rules: rules.filter(({ Name }) => Name?.startsWith(NamePrefix)),
  }));
}

/** The template of a gateway with an alarm and a metric of failed files, or without. */
function resolveTemplate({ hasAlarm = true, namespace = 'Tributary/prod' } = {}) {
  const MetricTransformations = [{ MetricName: 'MediaFailed', MetricNamespace: namespace }];
  const AlarmName = hasAlarm ? 'tributary-prod-publisher-behind' : 'other';
  const TemplateBody = JSON.stringify({
    Resources: {
      Filter: { Type: 'AWS::Logs::MetricFilter', Properties: { MetricTransformations } },
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName } },
    },
    Outputs: { MetricNamespace: { Value: 'Tributary/prod' } },
  });
  others.cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody });
}

async function examine() {
  const findings: Record<string, unknown>[] = [];
  const code = await runTributary(['doctor', '--stack', 'tributary-prod', '--json'], {
    out: (line) => findings.push(JSON.parse(line)),
    error: () => {},
    readValue: () => Promise.reject(new Error('a value was read')),
    now: () => new Date('2026-01-02T03:04:05Z'),
    waitMs: async () => {},
  });
  return { code, findings };
}

async function findingOf(check: string) {
  return (await examine()).findings.find((finding) => finding.check === check);
}

describe('doctor on a deployed stack', () => {
  it('checks what it checks on the emulator, and the alarms', async () => {
    const { code, findings } = await examine();
    expect(code).toBe(0);
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      'version',
      'secret of incs',
      'api of incs',
      'functionUrl of incs',
      'stream of the table',
      'event dead letters',
      'media queue',
      'media dead letters',
      'quarantine',
      'rule orders',
      'archive',
      'failed files',
      'publisher',
      'alarms',
    ]);
  });

  it('takes the publisher’s lag from the greatest iterator age of 15 minutes', async () => {
    const Datapoints = [{ Maximum: 5_000 }, { Maximum: 1_200_000 }, {}];
    cloudWatch.on(GetMetricStatisticsCommand).resolves({ Datapoints });
    expect(await findingOf('publisher')).toMatchObject({
      state: 'failed',
      text: 'is 1200 s behind',
      remedy: 'docs/operations.md#publisher-behind',
    });
    const ofLambda = { Namespace: 'AWS/Lambda' };
    const calls = cloudWatch.commandCalls(GetMetricStatisticsCommand, ofLambda);
    expect(calls[0]?.args[0].input).toEqual({
      Namespace: 'AWS/Lambda',
      MetricName: 'IteratorAge',
      Dimensions: [{ Name: 'FunctionName', Value: 'publisher' }],
      StartTime: new Date('2026-01-02T02:49:05Z'),
      EndTime: new Date('2026-01-02T03:04:05Z'),
      Period: 900,
      Statistics: ['Maximum'],
    });
  });

  it('counts the files that failed in the last 7 days', async () => {
    const ofFiles = { MetricName: 'MediaFailed' };
    const Datapoints = [{ Sum: 2 }, { Sum: 1 }, {}];
    cloudWatch.on(GetMetricStatisticsCommand, ofFiles).resolves({ Datapoints });
    expect(await findingOf('failed files')).toEqual({
      check: 'failed files',
      state: 'warning',
      text: '3 in the last 7 days',
      remedy: 'tributary media list --failed --from 2025-12-26',
    });
    const calls = cloudWatch.commandCalls(GetMetricStatisticsCommand, ofFiles);
    expect(calls[0]?.args[0].input).toEqual({
      Namespace: 'Tributary/prod',
      MetricName: 'MediaFailed',
      StartTime: new Date('2025-12-26T03:04:05Z'),
      EndTime: new Date('2026-01-02T03:04:05Z'),
      Period: 86_400,
      Statistics: ['Sum'],
    });
  });

  it('does not claim that no file failed, and no alarm is raised, when nothing would show it', async () => {
    cloudWatch.on(GetMetricStatisticsCommand).resolves({});
    resolveTemplate({ hasAlarm: false, namespace: 'Tributary/of-another-gateway' });
    const { code, findings } = await examine();
    expect(code).toBe(0);
    expect(findings.filter(({ state }) => state === 'skipped')).toEqual([
      {
        check: 'failed files',
        state: 'skipped',
        text: expect.stringContaining('does not count them'),
        remedy: 'tributary media list --failed --from 2025-12-26',
      },
      { check: 'alarms', state: 'skipped', text: expect.stringContaining('has no alarms') },
    ]);
  });

  it('does not claim that a publisher keeps up when Lambda did not invoke it', async () => {
    cloudWatch.on(GetMetricStatisticsCommand).resolves({});
    expect(await findingOf('publisher')).toMatchObject({
      text: expect.stringMatching(/not invoked.*trigger is off/),
    });
  });

  it('fails with a receiver of an HTTP subscription that is disabled', async () => {
    const described = writeHttpDescription({
      name: 'Crm',
      url: 'https://crm.example/events',
      secretArn: 'arn:key',
      ruleArn: 'arn:rule',
      functionName: 'crm',
      queueArn: 'arn:queue',
      queueUrl: 'https://queue.example/crm',
      deadLetterQueueArn: 'arn:dlq',
      deadLetterQueueUrl: 'https://queue.example/crm-dead',
      stateTable: 'crm-state',
    });
    const { Outputs = [], ...stack } = stackOutputs();
    const output = {
      OutputKey: 'CrmHttpSubscription',
      OutputValue: JSON.stringify(described),
    };
    others.cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [{ ...stack, Outputs: [...Outputs, output] }] });
    dynamodb.on(GetItemCommand, { TableName: 'crm-state' }).resolves({
      Item: {
        disabledBecause: { S: 'gone' },
        disabledAt: { S: '2026-01-01T00:00:00.000Z' },
      },
    });
    others.lambda
      .on(ListEventSourceMappingsCommand)
      .resolves({ EventSourceMappings: [{ UUID: 'mapping', State: 'Disabled' }] });
    const { code, findings } = await examine();
    expect(code).toBe(1);
    expect(findings.at(-1)).toEqual({
      check: 'receiver Crm',
      state: 'failed',
      text: 'is disabled since 2026-01-01T00:00:00.000Z: it responded with 410. 0 events wait, and each is deleted 14 days after it was published',
      remedy: 'docs/http-subscriptions.md#receiver-disabled',
    });
  });

  it('fails with every raised alarm of the stack, over all pages', async () => {
    const page = (kind: string) => [
      { AlarmName: `tributary-prod-${kind}`, AlarmDescription: `docs/operations.md#${kind}` },
    ];
    cloudWatch
      .on(DescribeAlarmsCommand)
      .resolves({ MetricAlarms: page('media-behind') })
      .on(DescribeAlarmsCommand, { NextToken: undefined })
      .resolves({ MetricAlarms: page('table-throttled'), NextToken: 'more' });
    const { code, findings } = await examine();
    expect(code).toBe(1);
    expect(findings.filter(({ state }) => state === 'failed')).toEqual([
      {
        check: 'alarm tributary-prod-table-throttled',
        state: 'failed',
        text: 'docs/operations.md#table-throttled',
      },
      {
        check: 'alarm tributary-prod-media-behind',
        state: 'failed',
        text: 'docs/operations.md#media-behind',
      },
    ]);
    expect(cloudWatch.commandCalls(DescribeAlarmsCommand)[0]?.args[0].input).toMatchObject({
      AlarmNamePrefix: 'tributary-prod-',
      StateValue: 'ALARM',
    });
  });

  it('reports a stream that is off, and a rule without a dead-letter queue', async () => {
    dynamodb.on(DescribeTableCommand).resolves({ Table: {} });
    eventBridge.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: '1', Arn: 'arn:queue' }] });
    expect(await findingOf('stream of the table')).toMatchObject({ state: 'failed' });
    expect(await findingOf('rule orders')).toMatchObject({ state: 'warning' });
  });

  it.each<[string, () => void, string]>([
    ['is missing', () => eventBridge.on(ListArchivesCommand).resolves({}), 'is missing'],
    [
      'is disabled',
      () => eventBridge.on(ListArchivesCommand).resolves({ Archives: [{ State: 'DISABLED' }] }),
      'is DISABLED',
    ],
    ['has lost its rule', () => resolveRules({ archive: undefined }), 'has no rule'],
    ['has a disabled rule', () => resolveRules({ archive: 'DISABLED' }), 'has no rule'],
  ])('reports an archive that %s', async (_, change, text) => {
    change();
    expect(await findingOf('archive')).toMatchObject({
      state: 'failed',
      text: expect.stringContaining(text),
      remedy: 'docs/operations.md#repair-the-archive',
    });
  });

  it('reports what it could not check, and everything else', async () => {
    const denied = Object.assign(new Error('not allowed: s3:ListBucket'), {
      name: 'AccessDenied',
      $metadata: {},
    });
    others.s3.on(ListObjectsV2Command).rejects(denied);
    others.sqs.on(GetQueueAttributesCommand).rejects(new TypeError('x is undefined'));
    eventBridge.on(ListRulesCommand).rejects(denied);
    cloudWatch.on(DescribeAlarmsCommand).rejects(denied);
    const { code, findings } = await examine();
    expect(code).toBe(1);
    const of = (state: string) =>
      findings.filter((finding) => finding.state === state).map(({ check }) => check);
    expect(of('failed')).toEqual([
      'event dead letters',
      'media queue',
      'media dead letters',
      'rules on the bus',
      'archive',
      'alarms',
    ]);
    expect(of('ok')).toEqual([
      'version',
      'secret of incs',
      'api of incs',
      'functionUrl of incs',
      'stream of the table',
      'quarantine',
      'failed files',
      'publisher',
    ]);
    expect(findings.find(({ check }) => check === 'event dead letters')).toMatchObject({
      text: expect.stringMatching(
        /^could not be checked: AWS responded with AccessDenied: not allowed/,
      ),
      remedy: 'docs/operations.md#what-an-operator-may-do',
    });
  });

  it('tests every endpoint although a secret cannot be read', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url);
      return new Response(null, { status: 401 });
    });
    others.secretsManager.on(GetSecretValueCommand).resolves({ SecretString: '{}' });
    const { findings } = await examine();
    expect(findings.slice(1, 4)).toMatchObject([
      { check: 'secret of incs', state: 'failed', remedy: 'docs/secrets.md' },
      { check: 'api of incs', state: 'ok', text: expect.stringContaining('its token') },
      { check: 'functionUrl of incs', state: 'ok' },
    ]);
    expect(asked).toEqual(['https://api.example/incs/doctor', 'https://function.example/doctor']);
  });

  it('tests every connection with its own token and the headers of the provider', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string, { headers }: RequestInit) => {
      asked.push(`${url} ${new Headers(headers).get('username')}`);
      return new Response(null, { status: url.includes('shop') ? 401 : 405 });
    });
    const secret = {
      token: 'the-token-of-the-provider',
      headers: { UserName: 'provider' },
      connections: { shop: { token: 'the-token-of-the-shop' } },
    };
    others.secretsManager
      .on(GetSecretValueCommand)
      .resolves({ SecretString: JSON.stringify(secret) });
    const { code, findings } = await examine();
    expect(code).toBe(1);
    expect(findings.filter(({ state }) => state === 'failed').map(({ check }) => check)).toEqual([
      'api of incs, connection shop',
      'functionUrl of incs, connection shop',
    ]);
    expect(asked).toContain('https://api.example/incs/the-token-of-the-shop provider');
    expect(asked).toContain('https://function.example/the-token-of-the-shop provider');
  });

  it('reports an endpoint that does not respond', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('fetch failed')));
    expect(await findingOf('api of incs')).toMatchObject({ state: 'failed' });
  });
});
