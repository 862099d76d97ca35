import { App, Duration, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { CloudWatchLogGroup } from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, it } from 'vitest';
import {
  eventPattern,
  Subscription,
  type SubscriptionProps,
} from '../../sdk/subscriptions/index.ts';
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

function withFunction(stack: Stack, timeout?: Duration): lambda.Function {
  return new lambda.Function(stack, 'Bot', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('//'),
    ...(timeout && { timeout }),
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
    const template = Template.fromStack(stack);
    const [target] = only(template, 'AWS::Events::Rule').Targets;
    expect(target.RetryPolicy.MaximumRetryAttempts).toBe(3);
    expect(readable(target.DeadLetterConfig.Arn)).toBe('Mine');
    expect(senders(template)).toEqual(['Mine LogRule']);
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

describe('the place of the bus', () => {
  const subscribe = (stack: Stack, props: Partial<SubscriptionProps> = {}) => {
    new Subscription(stack, 'Bot1', {
      busArn,
      pattern,
      to: { function: withFunction(stack) },
      ...props,
    });
    return Template.fromStack(stack);
  };

  it('in another region than the stack is refused, whatever the account, with what to do', () => {
    for (const props of [{}, { otherAccount: true }, { otherAccount: false }]) {
      for (const account of [gatewayAccount, '444455556666']) {
        const stack = new Stack(new App(), 'Subscriber', { env: { account, region: 'us-east-1' } });
        expect(() => subscribe(stack, props)).toThrow(
          `the bus ${busArn} is in eu-west-1, and this stack is in us-east-1: a rule works only in the region of its bus. Put the subscription into a stack with env: { region: 'eu-west-1' }`,
        );
      }
    }
  });

  it('in another region is refused also when only the regions are known', () => {
    const stack = new Stack(new App(), 'Subscriber', { env: { region: 'us-east-1' } });
    expect(() => subscribe(stack)).toThrow('is in eu-west-1');
  });

  it('in another region of the same app is refused, although its ARN is known only at deployment', () => {
    const app = new App();
    const europe = { account: gatewayAccount, region: 'eu-west-1' };
    const gateway = new Stack(app, 'Gateway', { env: europe });
    const bus = new events.EventBus(gateway, 'Bus', { eventBusName: 'tributary-prod' });
    const props = { env: { ...europe, region: 'us-east-1' }, crossRegionReferences: true };
    const stack = new Stack(app, 'Subscriber', props);
    expect(() => subscribe(stack, { busArn: bus.eventBusArn })).toThrow('the bus is in eu-west-1');
  });

  it('is left to EventBridge by a stack that does not know its own: the rule has the whole ARN', () => {
    for (const env of [
      {},
      { env: { account: gatewayAccount } },
      { env: { region: 'eu-west-1' } },
    ]) {
      const template = subscribe(new Stack(new App(), 'Subscriber', env));
      // A bus of the same name in the region of the deployment is another one.
      expect(only(template, 'AWS::Events::Rule').EventBusName).toBe(busArn);
    }
  });

  it('is left to EventBridge where the ARN is a value of the deployment', () => {
    const imported = Fn.importValue('TributaryBusArn');
    const template = subscribe(stackIn(gatewayAccount), { busArn: imported });
    expect(only(template, 'AWS::Events::Rule').EventBusName).toEqual({
      'Fn::ImportValue': 'TributaryBusArn',
    });
  });

  it.each([
    [false, 1, undefined],
    [false, 1, '444455556666'],
    [true, 2, undefined],
  ])(
    'is believed when it is said: otherAccount %s makes %i rules',
    (otherAccount, rules, account) => {
      const template = subscribe(stackIn(account), { otherAccount });
      template.resourceCountIs('AWS::Events::Rule', rules);
    },
  );

  it('is the stack’s own if the bus is of a stack of the same app', () => {
    const stack = stackIn(undefined);
    const gateway = new Stack(stack.node.root as App, 'Gateway');
    const { eventBusArn } = new events.EventBus(gateway, 'Bus');
    const template = subscribe(stack, { busArn: eventBusArn });
    expect(JSON.stringify(only(template, 'AWS::Events::Rule').EventBusName)).toContain('Fn::Split');
  });

  it('must be an ARN', () => {
    expect(() => subscribe(stackIn(gatewayAccount), { busArn: 'tributary-prod' })).toThrow(
      'busArn is not the ARN of a bus: tributary-prod. Pass the output EventBusArn',
    );
  });
});

describe('the providers of a pattern', () => {
  function warnings(providers: readonly [string, ...string[]], inDetail = false) {
    const stack = stackIn(gatewayAccount);
    const metadata = { provider: providers };
    new Subscription(stack, 'Bot1', {
      busArn,
      pattern: eventPattern(
        ['message.received'],
        inDetail ? { detail: { metadata } } : { providers },
      ),
      to: { function: withFunction(stack) },
    });
    return Annotations.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ entry }) => String(entry.data));
  }

  it('are warned of when one is probably a misspelt built-in one', () => {
    for (const inDetail of [false, true]) {
      expect(warnings(['meta', 'twillio'], inDetail)).toEqual([
        expect.stringMatching(/"twillio", which is not built in: did you mean "twilio"\?/),
      ]);
    }
  });

  it('may be of the owner', () => {
    expect(warnings(['meta', 'acme-messages', '360dialog'])).toEqual([]);
  });
});

describe('an ordered subscription', () => {
  function ordered(props: Partial<SubscriptionProps> = {}, timeout = Duration.seconds(30)) {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const env = { account: gatewayAccount, region: 'eu-west-1' };
    const stack = new Stack(app, 'Subscriber', { env });
    const subscription = new Subscription(stack, 'Bot1', {
      busArn,
      pattern,
      to: { function: withFunction(stack, timeout) },
      order: 'conversation',
      ...props,
    });
    return { stack, subscription, template: Template.fromStack(stack) };
  }

  function queueOf(template: Template, name: string) {
    const queues = Object.entries(template.findResources('AWS::SQS::Queue'));
    return queues.find(([id]) => id.startsWith(name))?.[1].Properties;
  }

  /** The event source mapping of a queue. */
  function mappingOf(template: Template, queue: string) {
    return Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).find(
      ({ Properties }) => readable(Properties.EventSourceArn).startsWith(queue),
    )?.Properties;
  }

  it('sends the rule’s events to a standard queue, and sets no message group', () => {
    const { template } = ordered();
    const [target] = only(template, 'AWS::Events::Rule').Targets;
    expect(readable(target.Arn)).toBe('Bot1OrderedInbox');
    expect(target.SqsParameters).toBeUndefined();
    expect(queueOf(template, 'Bot1OrderedInbox')?.FifoQueue).toBeUndefined();
    expect(senders(template)).toContain('Bot1OrderedInbox Bot1Rule');
  });

  it('holds tickets back for five seconds in a FIFO queue with high throughput', () => {
    const { template } = ordered();
    expect(queueOf(template, 'Bot1OrderedTickets')).toMatchObject({
      FifoQueue: true,
      FifoThroughputLimit: 'perMessageGroupId',
      DeduplicationScope: 'messageGroup',
      DelaySeconds: 5,
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
    });
    const { template: longer } = ordered({ orderSettings: { holdBack: Duration.minutes(2) } });
    expect(queueOf(longer, 'Bot1OrderedTickets')?.DelaySeconds).toBe(120);
  });

  it('delivers again after six times the timeout of the function, so that no two run at a time', () => {
    const visibility = (timeout: Duration) =>
      queueOf(ordered({}, timeout).template, 'Bot1OrderedTickets')?.VisibilityTimeout;
    expect(visibility(Duration.seconds(30))).toBe(180);
    expect(visibility(Duration.seconds(3))).toBe(30);
  });

  it('takes failures one by one from either queue', () => {
    const { template } = ordered();
    for (const queue of ['Bot1OrderedInbox', 'Bot1OrderedTickets']) {
      expect(mappingOf(template, queue)?.FunctionResponseTypes).toEqual([
        'ReportBatchItemFailures',
      ]);
    }
    expect(mappingOf(template, 'Bot1OrderedTickets')?.BatchSize).toBe(10);
  });

  it('moves only what the forwarder cannot read to the dead letters by itself', () => {
    const { template } = ordered();
    const { RedrivePolicy } = queueOf(template, 'Bot1OrderedInbox');
    expect(readable(RedrivePolicy.deadLetterTargetArn)).toBe('Bot1DeadLetters');
    // The handler counts the attempts of each event. SQS would count those of a ticket.
    expect(queueOf(template, 'Bot1OrderedTickets')?.RedrivePolicy).toBeUndefined();
  });

  it('gives the function the names of its table and queue, and allows it no more than it needs', () => {
    const { template } = ordered({ orderSettings: { maxAttempts: 3, remember: Duration.days(2) } });
    const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
    const bot = functions.find(([id]) => /^Bot[0-9A-F]{8}$/.test(id))?.[1];
    const variables = bot?.Properties.Environment.Variables;
    expect(readable(variables.TRIBUTARY_ORDER_TABLE)).toBe('Bot1OrderedTable');
    expect(readable(variables.TRIBUTARY_ORDER_DEAD_LETTERS_URL)).toBe('Bot1DeadLetters');
    expect(variables.TRIBUTARY_ORDER_MAX_ATTEMPTS).toBe('3');
    expect(variables.TRIBUTARY_ORDER_REMEMBER_DAYS).toBe('2');
    const actions = Object.values(template.findResources('AWS::IAM::Policy')).map(
      ({ Properties }) =>
        Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) =>
          [Action].flat().filter((action) => action.startsWith('dynamodb:')),
        ).sort(),
    );
    expect(actions).toContainEqual(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem']);
    expect(actions).toContainEqual(['dynamodb:PutItem', 'dynamodb:UpdateItem']);
  });

  it('has alarms for dead letters and for events that wait', () => {
    const { template, subscription } = ordered();
    expect(subscription.ordered?.alarms).toHaveLength(2);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 15 * 60 });
  });

  it('does not ask Lambda to retry events that the rule never sends to the function', () => {
    ordered().template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 0);
  });

  it.each<[string, Partial<SubscriptionProps>, string]>([
    ['replays', { pattern: eventPattern(['message.received'], { replays: true }) }, 'replays'],
    [
      'replays alone',
      {
        pattern: eventPattern(['message.received'], {
          replays: true,
          detail: { metadata: { replayed: [{ exists: true }] } },
        }),
      },
      'replays',
    ],
    [
      'settings without order',
      { order: undefined as never, orderSettings: {} },
      'orderSettings have no effect',
    ],
  ])('refuses %s', (_, props, message) => {
    expect(() => ordered(props)).toThrow(message);
  });

  it('refuses a target that is not a function of the app', () => {
    const stack = stackIn(gatewayAccount);
    const queue = new sqs.Queue(stack, 'Queue');
    expect(() => ordered({ to: { queue } })).toThrow('a function of this app');
    const imported = lambda.Function.fromFunctionName(stack, 'Imported', 'bot');
    expect(() => ordered({ to: { function: imported } })).toThrow('a function of this app');
  });

  it('refuses a second ordered subscription of one function', () => {
    const { stack, subscription } = ordered();
    const bot = stack.node.findChild('Bot') as lambda.Function;
    expect(subscription.ordered).toBeDefined();
    expect(
      () =>
        new Subscription(stack, 'Bot2', {
          busArn,
          pattern,
          to: { function: bot },
          order: 'conversation',
        }),
    ).toThrow('has an ordered subscription already');
  });
});
