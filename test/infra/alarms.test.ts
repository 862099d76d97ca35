import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { evaluate } from './metric-math.ts';
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
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
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
    const names = alarmsOf(template).map(({ AlarmName }) => AlarmName.replace('-prod-', '-test-'));
    const configuredOnly = alarmsOf(configured).filter(
      ({ AlarmName }) => !names.includes(AlarmName),
    );
    // Further ones belong to what the runbook's test knows to be off by default.
    expect(configuredOnly).toMatchObject([
      {
        AlarmName: 'tributary-test-acme-provider-silent',
        EvaluationPeriods: 6,
        TreatMissingData: 'breaching',
      },
    ]);
  });
});

/** Whether one period with these sums is above what an alarm of `acme`, or of the gateway, allows. */
function isAbove(kind: string, sums: Readonly<Record<string, number | undefined>>): boolean {
  const names = ['acme-', ''].map((owner) => `tributary-test-${owner}${kind}`);
  const alarm = alarmsOf(configured).find(({ AlarmName }) => names.includes(AlarmName));
  const expression = alarm?.Metrics?.find(({ Expression }) => Expression)?.Expression ?? '';
  return (evaluate(expression, sums) ?? 0) > 0;
}

describe('a small provider and a large one are judged alike:', () => {
  const none = { notStored: undefined, errors: 0, throttled: 0 };

  test.each([
    ['one odd callback of many', { ...none, notStored: 1, calls: 20 }, false],
    ['three of many', { ...none, notStored: 3, calls: 20 }, true],
    ['three of a busy day', { ...none, notStored: 3, calls: 10_000 }, false],
    ['one in a hundred of a busy day', { ...none, errors: 101, calls: 10_000 }, true],
    ['the only one', { ...none, notStored: 1, calls: 1 }, true],
    ['all of them, before the function', { ...none, errors: undefined, throttled: 2 }, true],
    ['none', { ...none, calls: 5 }, false],
  ])('callbacks that fail: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-failing', { calls: undefined, ...sums })).toBe(raised);
  });

  test.each([
    ['a stranger', { refused: 19, received: undefined }, false],
    ['a stranger on a busy day', { refused: 500, received: 5_000 }, false],
    ['the provider itself', { refused: 20, received: undefined }, true],
  ])('callbacks that are refused: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-refused', sums)).toBe(raised);
  });

  test.each([
    ['an odd one', { quarantined: 1, received: 1 }, false],
    ['all of a few', { quarantined: 3, received: 3 }, true],
    ['a few of a busy day', { quarantined: 20, received: 1_000 }, false],
    ['a rare kind of a busy day', { quarantined: 21, received: 1_000 }, true],
    ['none', { quarantined: undefined, received: 1_000 }, false],
  ])('what is not understood: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-not-understood', sums)).toBe(raised);
  });

  test.each([
    ['nothing', { received: undefined }, true],
    ['one callback', { received: 1 }, false],
  ])('silence: %s', (_, sums, raised) => {
    expect(isAbove('provider-silent', sums)).toBe(raised);
  });

  test.each([
    ['nothing to publish', { stored: undefined, published: undefined }, false],
    ['one fact, and nobody calls the publisher', { stored: 1, published: undefined }, true],
    ['one fact that is published', { stored: 1, published: 1 }, false],
    ['a rush that takes its time', { stored: 10_000, published: 100 }, false],
  ])('the publisher: %s', (_, sums, raised) => {
    expect(isAbove('publisher-stopped', sums)).toBe(raised);
  });
});

test('one period alone raises no alarm on callbacks that fail or a publisher that stopped', () => {
  for (const kind of ['acme-callbacks-failing', 'publisher-stopped']) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `tributary-prod-${kind}`,
      DatapointsToAlarm: 2,
    });
  }
});

test('a hot conversation, which throttles an index, is a throttle of the table too', () => {
  const [alarm] = alarmsOf(template).filter(({ AlarmName }) => AlarmName.endsWith('throttled'));
  expect(alarm).toMatchObject({ MetricName: 'ThrottledRequests', Statistic: 'Sum' });
  expect(alarm?.Dimensions?.map(({ Name, Value }) => `${Name} ${readable(Value)}`)).toEqual([
    'Operation PutItem',
    'TableName EventsTable',
  ]);
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
