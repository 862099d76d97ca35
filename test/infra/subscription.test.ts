import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CloudWatchLogGroup } from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, it } from 'vitest';
import { eventPattern, Subscription } from '../../sdk/subscriptions/index.ts';
import { readable } from './readable.ts';

const gatewayAccount = '111122223333';
const busArn = `arn:aws:events:eu-west-1:${gatewayAccount}:event-bus/tributary-prod`;
const pattern = eventPattern(['message.received'], {
  detail: { data: { message: { content: { kind: ['text'] } } } },
});

function stackIn(account: string | undefined): Stack {
  const env = account === undefined ? {} : { env: { account, region: 'eu-west-1' } };
  return new Stack(new App(), 'Subscriber', env);
}

function withFunction(stack: Stack): lambda.Function {
  return new lambda.Function(stack, 'Bot', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('//'),
  });
}

function only(template: Template, type: string) {
  const [resource, ...others] = Object.values(template.findResources(type));
  expect(others).toEqual([]);
  return resource?.Properties;
}

/** Senders that each queue allows, one line for each statement. */
function senders(template: Template): string[] {
  return Object.values(template.findResources('AWS::SQS::QueuePolicy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .map(({ Resource, Condition }) => {
      const [source] = Object.values(Condition).flatMap((asked) => Object.values(Object(asked)));
      return `${readable(Resource)} ${readable(source)}`;
    })
    .sort();
}

describe('a subscription in the account of the gateway', () => {
  it('puts a rule with the pattern on the bus', () => {
    const stack = stackIn(gatewayAccount);
    new Subscription(stack, 'Bot1', { busArn, pattern, to: { function: withFunction(stack) } });
    const rule = only(Template.fromStack(stack), 'AWS::Events::Rule');
    expect(rule.EventBusName).toBe('tributary-prod');
    expect(rule.EventPattern).toEqual(pattern);
  });

  it('keeps undelivered events in its own queue for 14 days, after 185 retries in 24 hours', () => {
    const stack = stackIn(gatewayAccount);
    new Subscription(stack, 'Bot1', { busArn, pattern, to: { function: withFunction(stack) } });
    const template = Template.fromStack(stack);
    const [target] = only(template, 'AWS::Events::Rule').Targets;
    expect(target.RetryPolicy).toEqual({
      MaximumRetryAttempts: 185,
      MaximumEventAgeInSeconds: 24 * 60 * 60,
    });
    expect(readable(target.DeadLetterConfig.Arn)).toBe('Bot1DeadLetters');
    expect(only(template, 'AWS::SQS::Queue')).toMatchObject({
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
      SqsManagedSseEnabled: true,
    });
    expect(senders(template)).toEqual(['Bot1DeadLetters Bot1Rule']);
  });

  it('keeps events for which the function throws in the same queue, through Lambda and not the rule', () => {
    const stack = stackIn(gatewayAccount);
    new Subscription(stack, 'Bot1', { busArn, pattern, to: { function: withFunction(stack) } });
    const template = Template.fromStack(stack);
    const invoke = only(template, 'AWS::Lambda::EventInvokeConfig');
    expect(readable(invoke.DestinationConfig.OnFailure.Destination)).toBe('Bot1DeadLetters');
    expect(invoke.MaximumRetryAttempts).toBe(2);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'events.amazonaws.com',
      Action: 'lambda:InvokeFunction',
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: Match.arrayWith(['sqs:SendMessage']) }),
        ]),
      },
    });
  });

  it('sends to a queue, which allows the rule', () => {
    const stack = stackIn(gatewayAccount);
    const queue = new sqs.Queue(stack, 'Inbox');
    new Subscription(stack, 'Support', { busArn, pattern, to: { queue } });
    const template = Template.fromStack(stack);
    const [target] = only(template, 'AWS::Events::Rule').Targets;
    expect(readable(target.Arn)).toBe('Inbox');
    expect(senders(template)).toEqual(['Inbox SupportRule', 'SupportDeadLetters SupportRule']);
  });

  it('starts a state machine, with a role that may do only that', () => {
    const stack = stackIn(gatewayAccount);
    const stateMachine = new sfn.StateMachine(stack, 'Steps', {
      definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')),
    });
    new Subscription(stack, 'Flow', { busArn, pattern, to: { stateMachine } });
    const template = Template.fromStack(stack);
    const [target] = only(template, 'AWS::Events::Rule').Targets;
    expect(readable(target.Arn)).toBe('Steps');
    expect(readable(target.RoleArn)).toBe('StepsEventsRole');
    expect(readable(target.DeadLetterConfig.Arn)).toBe('FlowDeadLetters');
  });

  it('sends to any other target, with the target’s own retries and dead-letter queue', () => {
    const stack = stackIn(gatewayAccount);
    const deadLetterQueue = new sqs.Queue(stack, 'Mine');
    new Subscription(stack, 'Log', {
      busArn,
      pattern,
      to: { target: new CloudWatchLogGroup(new logs.LogGroup(stack, 'Events')) },
      deadLetterQueue,
      retryAttempts: 3,
    });
    const [target] = only(Template.fromStack(stack), 'AWS::Events::Rule').Targets;
    expect(target.RetryPolicy.MaximumRetryAttempts).toBe(3);
    expect(readable(target.DeadLetterConfig.Arn)).toBe('Mine');
  });
});

describe('a subscription in another account', () => {
  const stack = stackIn('444455556666');
  new Subscription(stack, 'Bot1', { busArn, pattern, to: { function: withFunction(stack) } });
  const template = Template.fromStack(stack);
  const rules = Object.values(template.findResources('AWS::Events::Rule'));
  const foreign = rules.find(({ Properties }) => Properties.EventBusName === busArn)?.Properties;
  const own = rules.find(({ Properties }) => Properties.EventBusName !== busArn)?.Properties;

  it('names the gateway’s bus by its ARN, because EventBridge would look for a name in this account', () => {
    expect(rules).toHaveLength(2);
    expect(foreign.EventPattern).toEqual(pattern);
  });

  it('forwards to a bus of its own, with a role that may only put events there', () => {
    const [target, ...others] = foreign.Targets;
    expect(others).toEqual([]);
    expect(readable(target.Arn)).toBe('Bot1Bus');
    expect(readable(target.RoleArn)).toBe('Bot1ForwardingRole');
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    const policies = roles.flatMap(({ Properties }) => Properties.Policies ?? []);
    expect(policies).toHaveLength(1);
    const [statement] = policies[0].PolicyDocument.Statement;
    expect([statement.Action, readable(statement.Resource)]).toEqual([
      'events:PutEvents',
      'Bot1Bus',
    ]);
  });

  it('sends from there to the target, by the same pattern', () => {
    expect(readable(own?.EventBusName)).toBe('Bot1Bus');
    expect(own?.EventPattern).toEqual(pattern);
    expect(readable(own?.Targets[0].Arn)).toBe('Bot');
  });

  it('keeps events that either rule could not deliver', () => {
    expect(readable(foreign.Targets[0].DeadLetterConfig.Arn)).toBe('Bot1DeadLetters');
    expect(senders(template)).toEqual([
      'Bot1DeadLetters Bot1Rule',
      `Bot1DeadLetters arn:AWS::Partition:events:eu-west-1:${gatewayAccount}:rule/tributary-prod/*`,
    ]);
  });
});

describe('the account of the bus', () => {
  const subscribe = (stack: Stack, otherAccount?: boolean) =>
    new Subscription(stack, 'Bot1', {
      busArn,
      pattern,
      to: { function: withFunction(stack) },
      ...(otherAccount !== undefined && { otherAccount }),
    });

  it('must be given in a stack that does not know its own account', () => {
    expect(() => subscribe(stackIn(undefined))).toThrow('give the stack an env');
  });

  it.each([
    [false, 1],
    [true, 2],
  ])('is believed when it is said: otherAccount %s makes %i rules', (otherAccount, rules) => {
    const stack = stackIn(undefined);
    subscribe(stack, otherAccount);
    Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', rules);
  });

  it('is the stack’s own if its ARN is known only at deployment', () => {
    const stack = stackIn(undefined);
    const gateway = new Stack(stack.node.root as App, 'Gateway');
    const queue = new sqs.Queue(gateway, 'Bus');
    new Subscription(stack, 'Bot1', {
      busArn: queue.queueArn,
      pattern,
      to: { function: withFunction(stack) },
    });
    Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 1);
  });
});
