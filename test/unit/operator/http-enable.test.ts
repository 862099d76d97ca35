import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeHttpDescription } from '../../../shared/http-subscription/description.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';

const cloudFormation = mockClient(CloudFormationClient);
const dynamodb = mockClient(DynamoDBClient);
const lambda = mockClient(LambdaClient);
const sqs = mockClient(SQSClient);
const mocks = [cloudFormation, dynamodb, lambda, sqs];

const described = writeHttpDescription({
  name: 'Crm',
  url: 'https://crm.example/hooks',
  secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:crm',
  ruleArn: 'arn:aws:events:eu-west-1:111122223333:rule/crm',
  functionName: 'crm',
  queueArn: 'arn:aws:sqs:eu-west-1:111122223333:crm',
  queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/crm',
  deadLetterQueueArn: 'arn:aws:sqs:eu-west-1:111122223333:crm-dead',
  deadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/crm-dead',
  stateTable: 'crm-state',
});

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [
      {
        StackName: 'Subscribers',
        CreationTime: new Date(0),
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [{ OutputKey: 'CrmHttpSubscription', OutputValue: JSON.stringify(described) }],
      },
    ],
  });
  sqs.on(GetQueueAttributesCommand).resolves({
    Attributes: {
      ApproximateNumberOfMessages: '3',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
    },
  });
  dynamodb.on(UpdateItemCommand).resolves({});
  lambda.on(UpdateEventSourceMappingCommand).resolves({});
});

afterEach(() => {
  vi.unstubAllEnvs();
  for (const mock of mocks) mock.reset();
});

afterAll(() => {
  for (const mock of mocks) mock.restore();
});

async function enable({ State, disabledAt }: { State: string; disabledAt?: string }, yes = true) {
  lambda
    .on(ListEventSourceMappingsCommand)
    .resolves({ EventSourceMappings: [{ UUID: 'mapping', State }] });
  dynamodb
    .on(GetItemCommand)
    .resolves({ Item: disabledAt ? { disabledAt: { S: disabledAt } } : {} });
  const out: string[] = [];
  const words = ['http', 'enable', 'Crm', '--stack', 'Subscribers', '--json'];
  const code = await runTributary([...words, ...(yes ? ['--yes'] : [])], {
    out: (line) => out.push(line),
    error: () => {},
    readValue: () => Promise.reject(new Error('a value was read')),
    now: () => new Date('2026-03-01T00:00:00.000Z'),
    waitMs: async () => {},
  });
  return { code, result: JSON.parse(out[0] ?? '') };
}

const changes = () =>
  dynamodb.commandCalls(UpdateItemCommand).map(({ args: [{ input }] }) => input.UpdateExpression);
const turnedOn = () => lambda.commandCalls(UpdateEventSourceMappingCommand).length;
const correction = ['SET #enabledAt = :enabledAt REMOVE #disabledAt, #disabledBecause'];

describe('http enable', () => {
  it('starts the queue of a disabled receiver', async () => {
    const { code } = await enable({ State: 'Disabled', disabledAt: '2026-02-01T00:00:00.000Z' });
    expect(code).toBe(0);
    expect([changes(), turnedOn()]).toEqual([correction, 1]);
  });

  it('corrects a state that says disabled while the queue is on', async () => {
    const stale = { State: 'Enabled', disabledAt: '2026-02-01T00:00:00.000Z' };
    expect((await enable(stale, false)).result).toMatchObject({ dryRun: true });
    expect(changes()).toEqual([]);
    expect((await enable(stale)).result).toMatchObject({ receiver: 'enabled' });
    expect([changes(), turnedOn()]).toEqual([correction, 0]);
  });

  it('changes nothing of a receiver that is enabled', async () => {
    expect((await enable({ State: 'Enabled' })).result).toMatchObject({ receiver: 'enabled' });
    expect([changes(), turnedOn()]).toEqual([[], 0]);
  });
});
