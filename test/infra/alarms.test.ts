import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readable } from './readable.ts';
import { everythingConfigured, providers, synthesize } from './synthesize.ts';

const template = synthesize();
const configured = synthesize(everythingConfigured);

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly TreatMissingData: string;
  readonly EvaluationPeriods: number;
  readonly Metrics?: readonly { readonly Expression?: string; readonly MetricStat?: object }[];
}

const alarmsOf = (of: typeof template): readonly Alarm[] =>
  Object.values(of.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

describe('an operator learns', () => {
  test('that facts wait, long before the 20 hours are over', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'IteratorAge',
      Statistic: 'Maximum',
      Threshold: 15 * 60 * 1000,
    });
  });

  test('of media that were given up', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
    });
  });

  test('of each provider whose callbacks fail, are slow, refused, not understood or conflicting', () => {
    for (const { id } of providers) {
      const names = alarmsOf(template).map(({ AlarmName }) => AlarmName);
      expect(names.filter((name) => name.startsWith(`tributary-prod-${id}-`))).toHaveLength(5);
    }
  });

  test('of silence only of the providers that are configured', () => {
    const silent = (of: typeof template) =>
      alarmsOf(of).filter(({ AlarmName }) => AlarmName.endsWith('provider-silent'));
    expect(silent(template)).toEqual([]);
    expect(silent(configured)).toMatchObject([
      {
        AlarmName: 'tributary-test-acme-provider-silent',
        EvaluationPeriods: 6,
        TreatMissingData: 'breaching',
      },
    ]);
  });
});

test('nothing happening raises no alarm, except that of silence', () => {
  for (const { AlarmName, TreatMissingData } of alarmsOf(template)) {
    expect(TreatMissingData, AlarmName).toBe('notBreaching');
  }
});

test('every alarm’s description leads to a section of the runbook', () => {
  const page = fileURLToPath(new URL('../../docs/operations.md', import.meta.url));
  const headings = readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm);
  const anchors = [...headings].map(([, heading = '']) => heading.toLowerCase().replace(/ /g, '-'));
  for (const { AlarmName, AlarmDescription } of alarmsOf(configured)) {
    const [, anchor] = /docs\/operations\.md#([\w-]+)$/.exec(AlarmDescription) ?? [];
    expect(anchors, AlarmName).toContain(anchor);
  }
});

test('every alarm is sent to the topic, which lets only this account’s alarms in', () => {
  for (const { AlarmActions } of alarmsOf(template)) {
    expect(AlarmActions.map(readable)).toEqual(['AlarmsTopic']);
  }
  const [policy] = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
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

test('the topic tells the configured address, and nobody when there is none', () => {
  template.resourceCountIs('AWS::SNS::Subscription', 0);
  configured.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'operator@shop.example',
  });
});
