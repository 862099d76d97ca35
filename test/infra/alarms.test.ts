import { expect, test } from 'vitest';
import { readable } from './readable.ts';
import { everythingConfigured, synthesize } from './synthesize.ts';

const template = synthesize();
const configured = synthesize(everythingConfigured);

test('an operator learns that facts wait, long before the 20 hours are over', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/Lambda',
    MetricName: 'IteratorAge',
    Statistic: 'Maximum',
    Threshold: 15 * 60 * 1000,
  });
});

test('an operator learns of media that were given up', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Threshold: 0,
  });
});

test('without an address there is no topic', () => {
  template.resourceCountIs('AWS::SNS::Topic', 0);
});

test('every alarm is sent to the configured address, by a topic that lets this account’s alarms in', () => {
  const alarms = Object.values(configured.findResources('AWS::CloudWatch::Alarm'));
  for (const { Properties } of alarms) {
    expect(Properties.AlarmActions.map(readable)).toEqual(['AlarmsTopic']);
  }
  configured.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'operator@shop.example',
  });
  const [policy] = Object.values(configured.findResources('AWS::SNS::TopicPolicy'));
  const statements = policy?.Properties.PolicyDocument.Statement;
  expect(statements).toContainEqual(
    expect.objectContaining({
      Effect: 'Allow',
      Action: 'sns:Publish',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }),
  );
});
