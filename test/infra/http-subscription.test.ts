import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, it, vi } from 'vitest';
import { toSpread } from '../../sdk/subscriptions/http/concurrency.ts';
import {
  eventPattern,
  HttpSubscription,
  type HttpSubscriptionProps,
} from '../../sdk/subscriptions/index.ts';
import { commands } from '../../tools/operator/commands.ts';

const account = '123456789012';
const region = 'eu-west-1';
const url = 'https://crm.example/hooks/messages';
const pattern = eventPattern(['message.received']);
const busArn = `arn:aws:events:${region}:${account}:event-bus/tributary-prod`;

function subscribe(props: Partial<HttpSubscriptionProps> = {}) {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Support', { env: { account, region } });
  const subscription = new HttpSubscription(stack, 'Crm', { busArn, pattern, url, ...props });
  return { stack, subscription, template: Template.fromStack(stack) };
}

function statementsOf(template: Template) {
  const roles = Object.values(template.findResources('AWS::IAM::Role'));
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  return [
    ...roles.flatMap(({ Properties }) => Properties.Policies ?? []),
    ...policies.map(({ Properties }) => Properties),
  ].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

describe('an HTTP subscription', () => {
  it('posts what the rule brings into its queue, ten requests at a time', () => {
    const { template } = subscribe();
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ 'detail-type': ['message.received'] }),
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 5,
      ScalingConfig: { MaximumConcurrency: 2 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 30,
      Environment: {
        Variables: Match.objectLike({
          TRIBUTARY_HTTP_URL: url,
          TRIBUTARY_HTTP_MAX_ATTEMPTS: '11',
          TRIBUTARY_HTTP_LOCAL_RECEIVERS: Match.absent(),
        }),
      },
    });
  });

  it('keeps events and dead letters for 14 days', () => {
    const { template } = subscribe();
    template.allResourcesProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 1_209_600 });
    // Longer than the timeout of the function, or an event would come twice.
    template.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 180 });
  });

  it('generates a key in base64, of 33 bytes', () => {
    subscribe().template.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: {
        SecretStringTemplate: '{}',
        GenerateStringKey: 'key',
        PasswordLength: 44,
        ExcludePunctuation: true,
      },
    });
  });

  it('lets its function act on its own resources only', () => {
    const { template } = subscribe();
    const onEverything = statementsOf(template).filter(({ Resource }) => Resource === '*');
    expect(onEverything.map(({ Action }) => Action)).toEqual(['lambda:ListEventSourceMappings']);
    const actions = statementsOf(template).flatMap(({ Action }) => Action);
    expect(actions.sort()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:UpdateItem',
      'lambda:ListEventSourceMappings',
      'lambda:UpdateEventSourceMapping',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
  });

  it('keeps the alarm for a disabled receiver until an event is delivered', () => {
    const { subscription, template } = subscribe();
    expect(subscription.alarms).toHaveLength(3);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: Match.stringLikeRegexp('^Disabled '),
      TreatMissingData: 'ignore',
    });
    const filters = Object.values(template.findResources('AWS::Logs::MetricFilter'));
    const counted = filters.map(({ Properties }) => [
      Properties.FilterPattern,
      Properties.MetricTransformations[0].MetricValue,
    ]);
    expect(counted).toEqual([
      ['{ $.message = "receiver disabled" }', '1'],
      ['{ $.message = "event delivered" }', '0'],
    ]);

    const topics = new Stack(new App(), 'Topics');
    const topicArn = `arn:aws:sns:${region}:${account}:on-call`;
    const alarmTopic = sns.Topic.fromTopicArn(topics, 'OnCall', topicArn);
    subscribe({ alarmTopic }).template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [topicArn],
    });
  });

  it('has an entry in the runbook for each alarm, and the runbook names commands that exist', () => {
    const page = readFileSync('docs/http-subscriptions.md', 'utf8');
    const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const alarms = subscribe().template.findResources('AWS::CloudWatch::Alarm');
    for (const { Properties } of Object.values(alarms)) {
      const [, anchor] =
        /docs\/http-subscriptions\.md#([\w-]+)$/.exec(Properties.AlarmDescription) ?? [];
      expect(anchors).toContain(anchor);
    }
    const named = page.matchAll(/tributary (http \w+)/g);
    const names = commands.map(({ name }) => name);
    for (const [, command] of named) expect(names).toContain(command);
  });

  it('describes itself in an output of the stack', () => {
    const { subscription, template } = subscribe();
    expect(subscription.name).toBe('Crm');
    template.hasOutput('CrmHttpSubscription', {});
  });

  it.each([
    [{ url: 'http://crm.example/hook' }, 'it does not begin with https://'],
    [{ url: 'https://crm.example:8443/hook' }, 'its port is 8443: only 443 is allowed'],
    [{ url: 'https://me:word@crm.example/hook' }, 'it has a user name or a password'],
    [{ url: 'crm.example/hook' }, 'it is not a URL'],
    [{ concurrency: 1 }, 'concurrency must be a whole number from 2 to 1,000'],
    [{ concurrency: 2.5 }, 'concurrency must be a whole number from 2 to 1,000'],
    [{ maxAttempts: 0 }, 'maxAttempts must be a whole number from 1 to 30'],
    [{ orderSettings: {} }, "orderSettings have no effect without order: 'conversation'"],
  ])('refuses %j', (props, problem) => {
    expect(() => subscribe(props)).toThrow(problem);
  });

  it('allows a receiver on this machine, for the emulator', () => {
    expect(() => subscribe({ url: 'http://localhost:3000/hook' })).not.toThrow();
  });
});

describe('an HTTP subscription in order', () => {
  it('posts one conversation in an invocation, and as many conversations as are allowed', () => {
    const { template } = subscribe({ order: 'conversation', concurrency: 7 });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 7 },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 60,
      Environment: {
        Variables: Match.objectLike({
          TRIBUTARY_HTTP_ORDER: 'conversation',
          TRIBUTARY_ORDER_TABLE: Match.anyValue(),
        }),
      },
    });
  });

  it('may switch off the queue that invokes it, as without an order', () => {
    const actions = (props: Parameters<typeof subscribe>[0]) =>
      statementsOf(subscribe(props).template).flatMap(({ Action }) => Action);
    for (const action of ['lambda:ListEventSourceMappings', 'lambda:UpdateEventSourceMapping']) {
      expect(actions({ order: 'conversation' })).toContain(action);
      expect(actions({})).toContain(action);
    }
  });
});

it.each([2, 3, 4, 7, 10, 12, 20, 64, 97, 100, 999, 1_000])(
  'spreads %i requests over invocations without one too many',
  (concurrency) => {
    const { batchSize, maxConcurrency } = toSpread(concurrency);
    expect(batchSize * maxConcurrency).toBe(concurrency);
    expect(maxConcurrency).toBeGreaterThanOrEqual(2);
    expect(batchSize).toBeLessThanOrEqual(10);
  },
);

it.each([
  ['AwsSolutions', AwsSolutionsChecks],
  ['Serverless', ServerlessChecks],
])('%s finds nothing that is not suppressed', (_, Checks) => {
  const { stack } = subscribe();
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { violations } = new Checks(stack).validateScope(stack);
  warn.mockRestore();
  const findings = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
  expect(findings).toEqual([]);
});
