import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  connectToStack,
  listStackGateways,
} from '../../../tools/operator/aws/cloudformation-stack.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { stackOutputs } from './stack-outputs.ts';

const cloudFormation = mockClient(CloudFormationClient);
const secretsManager = mockClient(SecretsManagerClient);

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackOutputs()] });
  secretsManager
    .on(GetSecretValueCommand)
    .resolves({ SecretString: '{"token":"the-token-of-the-provider"}' });
});

afterEach(() => {
  vi.unstubAllEnvs();
  cloudFormation.reset();
  secretsManager.reset();
});

afterAll(() => {
  cloudFormation.restore();
  secretsManager.restore();
});

describe('a deployed stack', () => {
  it('is found by its name, with the resources of its outputs', async () => {
    const gateway = await connectToStack('tributary-prod');
    expect(cloudFormation.commandCalls(DescribeStacksCommand)[0]?.args[0].input).toEqual({
      StackName: 'tributary-prod',
    });
    expect(gateway.resources).toMatchObject({
      eventsTable: 'events',
      publisherFunction: 'publisher',
    });
    expect(gateway.userHashKey).toBe('arn:stack');
    expect([...gateway.callbacks.keys()]).toEqual(['incs']);
    expect(gateway.localOrigin).toBeUndefined();
  });

  it('shows a person its callback URLs whole, so that they can be copied', async () => {
    const { out } = await run('urls');
    expect(out.split('\n')).toEqual([
      'incs',
      '  api          https://api.example/incs/the-token-of-the-provider',
      '  functionUrl  https://function.example/the-token-of-the-provider',
    ]);
  });

  it('has callback URLs with the token of the secret', async () => {
    const { code, out } = await run('urls', '--json');
    expect({ code, out: JSON.parse(out) }).toEqual({
      code: 0,
      out: {
        incs: {
          api: 'https://api.example/incs/the-token-of-the-provider',
          functionUrl: 'https://function.example/the-token-of-the-provider',
          headers: {},
        },
      },
    });
    expect(secretsManager.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({
      SecretId: 'arn:secret',
    });
  });

  it.each([
    ['has a mistake', () => Promise.resolve({ SecretString: '{}' }), '`secrets check`'],
    [
      'may not be read',
      () =>
        Promise.reject(
          Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: {} }),
        ),
      'AWS responded with AccessDeniedException',
    ],
  ])('prints the other URLs when a secret %s, and names its provider', async (_, response, why) => {
    const meta = [
      ['MetaApiUrl', 'https://api.example/meta'],
      ['MetaSecretArn', 'arn:broken'],
    ] as const;
    const { Outputs = [] } = stackOutputs();
    const incs = Outputs.map(
      ({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const,
    );
    cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [stackOutputs([...incs, ...meta])] });
    secretsManager.on(GetSecretValueCommand, { SecretId: 'arn:broken' }).callsFake(response);
    const { code, out, errors } = await run('urls', '--json');
    expect(code).toBe(1);
    expect(Object.keys(JSON.parse(out))).toEqual(['incs']);
    expect(errors).toMatch(/^meta: /);
    expect(errors).toContain(why);
  });

  it('has the settings of its functions in its template', async () => {
    const secret = { Ref: 'Secret' };
    const Variables = { PROVIDER_SECRET: secret, RETENTION_DAYS: '30' };
    const TemplateBody = JSON.stringify({
      Resources: {
        Incs: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } },
      },
      Outputs: { IncsSecretArn: { Value: secret } },
    });
    cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody });
    const settings = await (await connectToStack('tributary-prod')).functionSettings();
    expect([...settings]).toEqual([['incs', { channels: {}, retentionDays: 30 }]]);
    expect(cloudFormation.commandCalls(GetTemplateCommand)[0]?.args[0].input).toEqual({
      StackName: 'tributary-prod',
      TemplateStage: 'Processed',
    });
  });

  it('is sent a callback by `trigger` only with --yes, since subscribers cannot tell it from a real one', async () => {
    const TemplateBody = JSON.stringify({ Resources: {} });
    cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody });
    const { code, out } = await run('trigger', 'message.received', '--provider', 'incs', '--json');
    expect({ code, result: JSON.parse(out) }).toMatchObject({
      code: 0,
      result: { dryRun: true, events: [{ type: 'message.received' }] },
    });
  });

  it('lists what stays when it is deleted as the file that `cdk import` takes', async () => {
    const resources = [
      ['Secret', 'AWS::SecretsManager::Secret', 'arn:secret', 'RetainExceptOnCreate'],
      ['Table', 'AWS::DynamoDB::Table', 'events', 'Retain'],
      ['Queue', 'AWS::SQS::Queue', 'https://queue.example/media', 'Delete'],
      ['Bucket', 'AWS::S3::Bucket', 'media', 'RetainExceptOnCreate'],
      ['Key', 'AWS::KMS::Key', 'the-key', 'Retain'],
    ] as const;
    const TemplateBody = JSON.stringify({
      Resources: Object.fromEntries(
        resources.map(([id, , , DeletionPolicy]) => [id, { DeletionPolicy }]),
      ),
    });
    cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody });
    const summaries = resources.map(([LogicalResourceId, ResourceType, PhysicalResourceId]) => ({
      LogicalResourceId,
      ResourceType,
      PhysicalResourceId,
      LastUpdatedTimestamp: undefined,
      ResourceStatus: 'CREATE_COMPLETE' as const,
    }));
    cloudFormation
      .on(ListStackResourcesCommand)
      .resolvesOnce({ StackResourceSummaries: summaries.slice(0, 2), NextToken: 'more' })
      .resolves({ StackResourceSummaries: summaries.slice(2) });
    const { code, out, errors } = await run('retained', '--json');
    expect({ code, mapping: JSON.parse(out) }).toEqual({
      code: 0,
      mapping: {
        Bucket: { BucketName: 'media' },
        Secret: { Id: 'arn:secret' },
        Table: { TableName: 'events' },
      },
    });
    expect(errors).toContain('Key stays too');
  });
});

it('a gateway has alarms when its template has one with its name, and not one of a subscription', async () => {
  const gateway = await connectToStack('tributary-prod');
  for (const [AlarmName, has] of [
    ['tributary-prod-publisher-stopped', true],
    ['another-publisher-stopped', false],
    [undefined, false],
  ] as const) {
    const Alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName } };
    const TemplateBody = JSON.stringify({ Resources: { Alarm }, Outputs: {} });
    cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody });
    expect(await gateway.hasAlarms()).toBe(has);
  }
});

describe('what the console asks of a deployed stack', () => {
  const reference = (Ref: string) => ({ Ref });
  const template = (conversationList: object) => ({
    Resources: {
      Incs: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Environment: { Variables: { PROVIDER_SECRET: reference('Secret') } },
          LoggingConfig: { LogGroup: reference('CallbackLogs') },
        },
      },
      Publisher: {
        Type: 'AWS::Lambda::Function',
        Properties: { Environment: { Variables: { EVENT_BUS: 'bus', ...conversationList } } },
      },
    },
    Outputs: {
      IncsSecretArn: { Value: reference('Secret') },
      PublisherFunctionName: { Value: reference('Publisher') },
    },
  });

  it('is whether its publisher lists conversations by day', async () => {
    const gateway = await connectToStack('tributary-prod');
    for (const [settings, lists] of [
      [{ CONVERSATION_LIST: 'on' }, true],
      [{}, false],
    ] as const) {
      const TemplateBody = JSON.stringify(template(settings));
      cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody });
      expect(await gateway.listsConversations()).toBe(lists);
    }
  });

  it('is the log group of its callback functions', async () => {
    const TemplateBody = JSON.stringify(template({}));
    cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody });
    cloudFormation.on(DescribeStackResourceCommand).resolves({
      StackResourceDetail: {
        LogicalResourceId: 'CallbackLogs',
        ResourceType: 'AWS::Logs::LogGroup',
        LastUpdatedTimestamp: new Date(0),
        ResourceStatus: 'CREATE_COMPLETE',
        PhysicalResourceId: 'tributary-prod-CallbackLogs-1',
      },
    });
    const gateway = await connectToStack('tributary-prod');
    expect(await gateway.callbackLogGroup()).toBe('tributary-prod-CallbackLogs-1');
    const [call] = cloudFormation.commandCalls(DescribeStackResourceCommand);
    expect(call?.args[0].input).toEqual({
      StackName: 'tributary-prod',
      LogicalResourceId: 'CallbackLogs',
    });
  });

  it('are its gateways, each with the options that name it', async () => {
    const choices = await listStackGateways('tributary-prod');
    expect(choices.map(({ name }) => name)).toEqual(['tributary-prod']);
    expect((await choices[0]?.connect())?.option).toBe('--stack tributary-prod');
  });
});

/** What the CLI prints when CloudFormation responds with an error. */
async function complaint(name: string, message: string): Promise<string> {
  const error = Object.assign(new Error(message), { name, $metadata: {} });
  cloudFormation.on(DescribeStacksCommand).rejects(error);
  return runFailing();
}

async function runFailing(): Promise<string> {
  const { code, errors } = await run('urls');
  expect(code).toBe(1);
  return errors;
}

async function run(...words: readonly string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runTributary([...words, '--stack', 'tributary-prod'], {
    out: (line) => out.push(line),
    error: (line) => errors.push(line),
    terminal: { columns: 40, hasColors: false },
    readValue: () => Promise.reject(new Error('a value was read')),
    now: () => new Date('2026-01-02T03:04:05Z'),
    waitMs: async () => {},
  });
  return { code, out: out.join('\n'), errors: errors.join('\n') };
}

describe('one line says what to do about', () => {
  it.each([
    [
      'a stack that does not exist',
      'ValidationError',
      'Stack with id tributary-prod does not exist',
      'the stack tributary-prod does not exist in eu-west-1: check the name and AWS_REGION',
    ],
    [
      'missing credentials',
      'CredentialsProviderError',
      'Could not load credentials from any providers',
      'no AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`',
    ],
    [
      'an expired session',
      'ExpiredTokenException',
      'The security token included in the request is expired',
      'the AWS credentials are no longer valid: sign in again',
    ],
    [
      'an expired session, as S3 reports it',
      'ExpiredToken',
      'The provided token has expired.',
      'the AWS credentials are no longer valid: sign in again',
    ],
    [
      'a deleted access key',
      'InvalidClientTokenId',
      'The security token included in the request is invalid',
      'the AWS credentials are no longer valid: sign in again',
    ],
    [
      'a missing permission',
      'AccessDenied',
      'User: arn:aws:iam::111122223333:user/ada is not authorized to perform: cloudformation:DescribeStacks',
      'AWS responded with AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: cloudformation:DescribeStacks (use a role with this permission, or add it to this role)',
    ],
  ])('%s', async (_, name, message, text) => {
    expect(await complaint(name, message)).toBe(text);
  });

  it('a stack that is not a gateway', async () => {
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackOutputs([])] });
    expect(await runFailing()).toContain('has no gateway that this version can read');
  });
});
