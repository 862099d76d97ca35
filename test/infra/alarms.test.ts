import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { evaluate } from './metric-math.ts';
import { readable } from './readable.ts';
import { everythingConfigured, providers, synthesize } from './synthesize.ts';

const template = synthesize();
const configured = synthesize(everythingConfigured);

interface MetricStat {
  readonly Stat: string;
  readonly Period: number;
  readonly Metric: {
    readonly MetricName: string;
    readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  };
}

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly TreatMissingData: string;
  readonly EvaluationPeriods: number;
  readonly Metrics?: readonly { readonly Expression?: string; readonly MetricStat?: MetricStat }[];
}

const alarmsOf = (of: typeof template): readonly Alarm[] =>
  Object.values(of.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

describe('an operator learns', () => {
  test('that event records wait, long before the 20 hours are over', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'IteratorAge',
      Statistic: 'Maximum',
      Threshold: 15 * 60 * 1000,
    });
  });

  test('of batches that grew too old and that the payload bucket did not take', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'DestinationDeliveryFailures',
      Statistic: 'Sum',
      Threshold: 0,
    });
  });

  test('of one callback that the API turns down because there are too many', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Tributary/prod',
      MetricName: 'ApiThrottled',
      Statistic: 'Sum',
      Threshold: 0,
    });
  });

  test('of a kind that is never understood, however rare, within a day', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'tributary-prod-acme-callbacks-not-understood-over-a-day',
      MetricName: 'Quarantined',
      Dimensions: [{ Name: 'provider', Value: 'acme' }],
      Statistic: 'Sum',
      Period: 24 * 60 * 60,
      Threshold: 9,
    });
  });

  test('of each provider whose callbacks fail, are slow, refused, not understood or conflicting', () => {
    for (const { id } of providers) {
      const names = alarmsOf(template).map(({ AlarmName }) => AlarmName);
      expect(names.filter((name) => name.startsWith(`tributary-prod-${id}-`))).toHaveLength(7);
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
function isAbove(
  kind: string,
  sums: Readonly<Record<string, number | undefined>>,
  before: Readonly<Record<string, number | undefined>> = {},
): boolean {
  const names = ['acme-', ''].map((owner) => `tributary-test-${owner}${kind}`);
  const alarm = alarmsOf(configured).find(({ AlarmName }) => names.includes(AlarmName));
  const expression = alarm?.Metrics?.find(({ Expression }) => Expression)?.Expression ?? '';
  return (evaluate(expression, sums, before) ?? 0) > 0;
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
    ['two of a quiet day', { ...none, notStored: 2, calls: 40 }, false],
    ['one or two in five minutes, for hours', { ...none, notStored: 20, calls: 500 }, true],
    ['the only three', { ...none, notStored: 3, calls: 3 }, true],
    ['a few of a busy day', { ...none, errors: 100, calls: 100_000 }, false],
    ['one in fifty of a busy day', { ...none, throttled: 2_000, calls: 100_000 }, true],
    ['none', { ...none, calls: undefined }, false],
  ])('callbacks that fail over hours: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-failing-over-hours', sums)).toBe(raised);
  });

  test.each([
    ['an odd one of a few', { conflicts: 1, received: 3 }, false],
    ['three of a few', { conflicts: 3, received: 20 }, true],
    ['odd ones of a busy day', { conflicts: 200, received: 200_000_000 }, false],
    [
      'a provider event whose identity is too coarse',
      { conflicts: 300_000, received: 200_000_000 },
      true,
    ],
    ['none', { conflicts: undefined, received: 20 }, false],
  ])('callbacks that conflict: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-conflicting', sums)).toBe(raised);
  });

  test.each([
    ['a few that were tried again', { throttled: 9, written: 20 }, false],
    ['a hot conversation', { throttled: 30, written: 2_000 }, true],
    ['a few of a busy day', { throttled: 500, written: 3_000_000 }, false],
    ['one in fifty of a busy day', { throttled: 60_000, written: 3_000_000 }, true],
    ['all of them', { throttled: 10, written: undefined }, true],
    ['none', { throttled: undefined, written: 3_000_000 }, false],
  ])('writes that are throttled: %s', (_, sums, raised) => {
    expect(isAbove('table-throttled', sums)).toBe(raised);
  });

  test.each([
    ['one odd answer of many', { failed: 2, requests: 50 }, false],
    ['three of many', { failed: 3, requests: 50 }, true],
    ['three of a busy day', { failed: 3, requests: 10_000 }, false],
    ['the only one', { failed: 1, requests: 1 }, true],
    ['none', { failed: 0, requests: 50 }, false],
    ['no request', { failed: undefined, requests: undefined }, false],
  ])('requests that the API fails: %s', (_, sums, raised) => {
    expect(isAbove('api-failing', sums)).toBe(raised);
  });

  test.each([
    ['a link that is gone', { failed: 2, stored: undefined }, false],
    ['every file of a quiet day', { failed: 3, stored: undefined }, true],
    ['links that are gone, of a busy day', { failed: 1_000, stored: 9_000 }, false],
    ['a provider whose links are refused', { failed: 3_000, stored: 9_000 }, true],
    ['none', { failed: undefined, stored: 9_000 }, false],
  ])('files that cannot be had: %s', (_, sums, raised) => {
    expect(isAbove('media-failing', sums)).toBe(raised);
  });

  test.each([
    ['the first one', { waiting: 1 }, { waiting: undefined }, true],
    ['a further one', { waiting: 8 }, { waiting: 7 }, true],
    ['those that somebody knows of', { waiting: 7 }, { waiting: 7 }, false],
    ['those that are moved back', { waiting: 0 }, { waiting: 7 }, false],
    ['none', { waiting: undefined }, { waiting: undefined }, false],
  ])('files that are given up: %s', (_, sums, before, raised) => {
    expect(isAbove('media-given-up', sums, before)).toBe(raised);
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
    ['one event record, and nobody calls the publisher', { stored: 1, published: undefined }, true],
    ['one event record that is published', { stored: 1, published: 1 }, false],
    ['a rush that takes its time', { stored: 10_000, published: 100 }, false],
  ])('the publisher: %s', (_, sums, raised) => {
    expect(isAbove('publisher-stopped', sums)).toBe(raised);
    expect(isAbove('publisher-stopped-over-hours', sums)).toBe(raised);
  });
});

test.each(['acme-callbacks-failing', 'publisher-stopped', 'table-throttled', 'api-failing'])(
  'one period alone does not raise %s',
  (kind) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `tributary-prod-${kind}`,
      DatapointsToAlarm: 2,
    });
  },
);

/** The hours that an alarm looks back, and those of a period. */
function hoursOf(kind: string) {
  const alarm = alarmsOf(template).find((each) => each.AlarmName === `tributary-prod-${kind}`);
  const periods = (alarm?.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
  const [seconds = 0] = new Set(periods);
  expect(new Set(periods).size).toBe(1);
  const hours = seconds / 3600;
  return { period: hours, lookBack: hours * (alarm?.EvaluationPeriods ?? 0) };
}

test('a message every few hours is enough to see that the publisher stopped, within the 20 hours', () => {
  expect(hoursOf('publisher-stopped')).toEqual({ period: 0.25, lookBack: 2 });
  expect(hoursOf('publisher-stopped-over-hours')).toEqual({ period: 6, lookBack: 18 });
});

test.each(['acme-callbacks-failing-over-hours', 'acme-callbacks-conflicting', 'media-failing'])(
  '%s looks back 6 hours, so that three are seen however slowly they come',
  (kind) => {
    expect(hoursOf(kind)).toEqual({ period: 6, lookBack: 6 });
  },
);

test('further files that are given up raise the alarm again after half an hour', () => {
  expect(hoursOf('media-given-up')).toEqual({ period: 1 / 12, lookBack: 0.5 });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'tributary-prod-media-given-up',
    DatapointsToAlarm: 1,
  });
});

test('a hot conversation, which throttles an index, is a throttle of the table too', () => {
  const alarm = alarmsOf(template).find(({ AlarmName }) => AlarmName.endsWith('table-throttled'));
  const metrics = (alarm?.Metrics ?? []).flatMap(({ MetricStat }) =>
    MetricStat
      ? [
          [
            MetricStat.Stat,
            MetricStat.Metric.MetricName,
            ...MetricStat.Metric.Dimensions.map(({ Value }) => readable(Value)),
          ].join(' '),
        ]
      : [],
  );
  expect(metrics.sort()).toEqual([
    'SampleCount SuccessfulRequestLatency PutItem EventsTable',
    'Sum ThrottledRequests PutItem EventsTable',
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
