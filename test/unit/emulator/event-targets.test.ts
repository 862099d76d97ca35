import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { readResourcePolicies } from '../../../tools/emulator/access/resource-policies.ts';
import { describeUnknownConditions } from '../../../tools/emulator/access/unknown-conditions.ts';
import { DeliveryRefused } from '../../../tools/emulator/event-bridge/deliveries.ts';
import { createTargetDelivery } from '../../../tools/emulator/event-bridge/targets.ts';
import type { EventEnvelope } from '../../../tools/emulator-client/event-log.ts';
import { resolveStack } from './resolve-stack.ts';

const rule = 'arn:aws:events:us-east-1:000000000000:rule/bus/rule';

/** A stack with one queue, whose policy has one statement. */
function stackWith(statement: object) {
  const Statement = {
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: '*',
    Principal: { Service: 'events.amazonaws.com' },
    ...statement,
  };
  const Resources = {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'queue' } },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement } },
    },
  };
  const template = { Parameters: {}, Mappings: {}, Conditions: {}, Outputs: {}, Resources };
  return resolveStack({ stackName: 'Sample', template }, 'http://127.0.0.1:1');
}

const event: EventEnvelope = {
  version: '0',
  id: 'one',
  'detail-type': 'message.received',
  source: 'tributary.incs',
  account: '000000000000',
  time: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: {},
};

const asSent = JSON.stringify(event);

/** Delivers one event to a queue and returns the bodies that it received. */
async function deliver(statement: object, queueName = 'queue'): Promise<readonly string[]> {
  const bodies: string[] = [];
  const app = stackWith(statement);
  const delivery = createTargetDelivery({
    app,
    forward: () => expect.unreachable(),
    now: () => new Date(0),
    clientsOf: () => expect.unreachable(),
    onError: () => expect.unreachable(),
    resourcePolicies: readResourcePolicies(app),
    functions: { find: () => expect.unreachable(), stop: async () => {} },
    sqs: {
      send: async (command: unknown) => {
        if (command instanceof SendMessageCommand) bodies.push(command.input.MessageBody ?? '');
        return { QueueUrl: 'http://127.0.0.1:1/queue' };
      },
    } as unknown as SQSClient,
  });
  const Arn = `arn:aws:sqs:us-east-1:000000000000:${queueName}`;
  const { signal } = new AbortController();
  await delivery({ ruleArn: rule, target: { Id: 'one', Arn } }, event, {
    signal,
    onRetry: () => expect.unreachable(),
  });
  return bodies;
}

const from = (sourceArn: string) => ({ Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } } });

it.each<[string, object]>([
  ['names the rule', from(rule)],
  ['names the rules of the bus', from('arn:aws:events:*:*:rule/bus/*')],
  ['names the account', { Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } } }],
  ['names no principal', { Principal: '*' }],
])('a queue accepts the events of a rule when its policy %s', async (_, statement) => {
  expect(await deliver(statement)).toEqual([asSent]);
});

it.each<[string, object]>([
  ['names another rule', from(`${rule}r`)],
  ['names another service', { Principal: { Service: 'sns.amazonaws.com' } }],
  ['allows something else', { Action: 'sqs:ReceiveMessage' }],
  ['denies it', { Effect: 'Deny' }],
])('a queue refuses the events of a rule when its policy %s', async (_, statement) => {
  await expect(deliver(statement)).rejects.toThrow(DeliveryRefused);
});

it('a queue outside the template accepts every event', async () => {
  expect(await deliver({}, 'made-by-a-call')).toEqual([asSent]);
});

it('an unknown condition is reported with its policy and its key', () => {
  const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1', 'aws:SourceArn': rule } };

  expect(describeUnknownConditions(stackWith({ Sid: 'OneEndpoint', Condition }))).toEqual([
    'Policy, OneEndpoint: the emulator does not know aws:SourceVpce, so this statement allows nothing here',
  ]);
  expect(describeUnknownConditions(stackWith({ Effect: 'Deny', Condition }))).toEqual([
    'Policy: the emulator does not know aws:SourceVpce, so this statement always denies here',
  ]);
  expect(describeUnknownConditions(stackWith(from(rule)))).toEqual([]);
});

it('an organization in the policy of a bus is reported: the emulator knows none', () => {
  const Properties = {
    EventBusName: 'bus',
    StatementId: 'OrganizationManagesOwnRules',
    Statement: {
      Sid: 'OrganizationManagesOwnRules',
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutRule',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    },
  };
  const Resources = { Policy: { Type: 'AWS::Events::EventBusPolicy', Properties } };
  const template = { Parameters: {}, Mappings: {}, Conditions: {}, Outputs: {}, Resources };
  expect(describeUnknownConditions(resolveStack({ stackName: 's', template }, ''))).toEqual([
    'Policy, OrganizationManagesOwnRules: the emulator does not know aws:PrincipalOrgID, so this statement allows nothing here',
  ]);
});
