import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCommand, readCommandLine } from '../../tools/operator/command-line.ts';
import { commands } from '../../tools/operator/commands.ts';
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
  readonly MetricName?: string;
  readonly Metrics?: readonly { readonly Expression?: string; readonly MetricStat?: MetricStat }[];
}

const alarmsOf = (of: typeof template): readonly Alarm[] =>
  Object.values(of.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

describe('an alarm is raised', () => {
  it('when event records wait, long before the 20 hours are over', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'IteratorAge',
      Statistic: 'Maximum',
      Threshold: 15 * 60 * 1000,
    });
  });

  it('when Lambda could not store a batch that grew too old', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'DestinationDeliveryFailures',
      Statistic: 'Sum',
      Threshold: 0,
    });
  });

  it('when the API throttles a single callback', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Tributary/prod',
      MetricName: 'ApiThrottled',
      Statistic: 'Sum',
      Threshold: 0,
    });
  });

  it('when items are quarantined, however rarely, within a day', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'tributary-prod-acme-callbacks-quarantined-over-a-day',
      MetricName: 'Quarantined',
      Dimensions: [{ Name: 'provider', Value: 'acme' }],
      Statistic: 'Sum',
      Period: 24 * 60 * 60,
      Threshold: 9,
    });
  });

  it('for each provider whose callbacks fail, are slow, refused, quarantined or conflicting', () => {
    for (const { id } of providers) {
      const names = alarmsOf(template).map(({ AlarmName }) => AlarmName);
      expect(names.filter((name) => name.startsWith(`tributary-prod-${id}-`))).toHaveLength(7);
    }
  });

  it('for silence only of the providers that are configured', () => {
    const names = alarmsOf(template).map(({ AlarmName }) => AlarmName.replace('-prod-', '-test-'));
    const configuredOnly = alarmsOf(configured).filter(
      ({ AlarmName }) => !names.includes(AlarmName),
    );
    // Another alarm that is off by default belongs into the list of the runbook's test.
    expect(configuredOnly).toMatchObject([
      {
        AlarmName: 'tributary-test-acme-provider-silent',
        EvaluationPeriods: 6,
        TreatMissingData: 'breaching',
      },
    ]);
  });
});

/** Whether one period with these sums is above the threshold of an alarm of `acme` or of the gateway. */
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

describe('the same alarm fits a small and a large provider:', () => {
  const none = { notStored: undefined, errors: 0, throttled: 0 };

  it.each([
    ['one odd callback of many', { ...none, notStored: 1, calls: 20 }, false],
    ['three of many', { ...none, notStored: 3, calls: 20 }, true],
    ['three of a busy day', { ...none, notStored: 3, calls: 10_000 }, false],
    ['one in a hundred of a busy day', { ...none, errors: 101, calls: 10_000 }, true],
    ['the only one', { ...none, notStored: 1, calls: 1 }, true],
    ['all of them, before the function', { ...none, errors: undefined, throttled: 2 }, true],
    ['none', { ...none, calls: 5 }, false],
  ])('failing callbacks: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-failing', { calls: undefined, ...sums })).toBe(raised);
  });

  it.each([
    ['two of a quiet day', { ...none, notStored: 2, calls: 40 }, false],
    ['one or two in five minutes, for hours', { ...none, notStored: 20, calls: 500 }, true],
    ['the only three', { ...none, notStored: 3, calls: 3 }, true],
    ['a few of a busy day', { ...none, errors: 100, calls: 100_000 }, false],
    ['one in fifty of a busy day', { ...none, throttled: 2_000, calls: 100_000 }, true],
    ['none', { ...none, calls: undefined }, false],
  ])('callbacks failing over hours: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-failing-over-hours', sums)).toBe(raised);
  });

  it.each([
    ['an odd one of a few', { conflicts: 1, received: 3 }, false],
    ['three of a few', { conflicts: 3, received: 20 }, true],
    ['odd ones of a busy day', { conflicts: 200, received: 200_000_000 }, false],
    [
      'a provider event whose identity is too coarse',
      { conflicts: 300_000, received: 200_000_000 },
      true,
    ],
    ['none', { conflicts: undefined, received: 20 }, false],
  ])('conflicting items: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-conflicting', sums)).toBe(raised);
  });

  it.each([
    ['a few that the SDK retried', { throttled: 9, written: 20 }, false],
    ['a hot conversation', { throttled: 30, written: 2_000 }, true],
    ['a few of a busy day', { throttled: 500, written: 3_000_000 }, false],
    ['one in fifty of a busy day', { throttled: 60_000, written: 3_000_000 }, true],
    ['all of them', { throttled: 10, written: undefined }, true],
    ['none', { throttled: undefined, written: 3_000_000 }, false],
  ])('throttled writes: %s', (_, sums, raised) => {
    expect(isAbove('table-throttled', sums)).toBe(raised);
  });

  it.each([
    ['one odd response of many', { failed: 2, requests: 50 }, false],
    ['three of many', { failed: 3, requests: 50 }, true],
    ['three of a busy day', { failed: 3, requests: 10_000 }, false],
    ['the only one', { failed: 1, requests: 1 }, true],
    ['none', { failed: 0, requests: 50 }, false],
    ['no request', { failed: undefined, requests: undefined }, false],
  ])('requests with a 5xx response: %s', (_, sums, raised) => {
    expect(isAbove('api-failing', sums)).toBe(raised);
  });

  it.each([
    ['an expired link', { failed: 2, stored: undefined }, false],
    ['every file of a quiet day', { failed: 3, stored: undefined }, true],
    ['expired links of a busy day', { failed: 1_000, stored: 9_000 }, false],
    ['a provider that refuses its links', { failed: 3_000, stored: 9_000 }, true],
    ['none', { failed: undefined, stored: 9_000 }, false],
  ])('failed files: %s', (_, sums, raised) => {
    expect(isAbove('media-failing', sums)).toBe(raised);
  });

  it.each([
    ['the first one', { waiting: 1 }, { waiting: undefined }, true],
    ['another one', { waiting: 8 }, { waiting: 7 }, true],
    ['as many as before', { waiting: 7 }, { waiting: 7 }, false],
    ['messages moved back', { waiting: 0 }, { waiting: 7 }, false],
    ['none', { waiting: undefined }, { waiting: undefined }, false],
  ])('media dead letters: %s', (_, sums, before, raised) => {
    expect(isAbove('media-dead-letters', sums, before)).toBe(raised);
  });

  it.each([
    ['a stranger', { refused: 19, accepted: undefined }, false],
    ['a stranger on a busy day', { refused: 500, accepted: 5_000 }, false],
    ['the provider itself', { refused: 20, accepted: undefined }, true],
    ['all but a few of the provider’s', { refused: 20, accepted: 19 }, true],
  ])('refused callbacks: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-refused', sums)).toBe(raised);
  });

  it.each([
    ['an odd one', { quarantined: 1, received: 1 }, false],
    ['all of a few', { quarantined: 3, received: 3 }, true],
    ['a few of a busy day', { quarantined: 20, received: 1_000 }, false],
    ['a rare provider event of a busy day', { quarantined: 21, received: 1_000 }, true],
    ['none', { quarantined: undefined, received: 1_000 }, false],
  ])('quarantined items: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-quarantined', sums)).toBe(raised);
  });

  it.each([
    ['nothing', { accepted: undefined }, true],
    ['one callback', { accepted: 1 }, false],
  ])('silence: %s', (_, sums, raised) => {
    expect(isAbove('provider-silent', sums)).toBe(raised);
  });

  it.each([
    ['nothing to publish', { stored: undefined, published: undefined }, false],
    [
      'one event record and no invocation of the publisher',
      { stored: 1, published: undefined },
      true,
    ],
    ['one event record that is published', { stored: 1, published: 1 }, false],
    ['a rush that takes a while', { stored: 10_000, published: 100 }, false],
  ])('the publisher: %s', (_, sums, raised) => {
    expect(isAbove('publisher-stopped', sums)).toBe(raised);
    expect(isAbove('publisher-stopped-over-hours', sums)).toBe(raised);
  });
});

it.each(['acme-callbacks-failing', 'publisher-stopped', 'table-throttled', 'api-failing'])(
  'one period alone does not raise %s',
  (kind) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `tributary-prod-${kind}`,
      DatapointsToAlarm: 2,
    });
  },
);

/** The hours of an alarm's period, and the hours that it looks back. */
function hoursOf(kind: string) {
  const alarm = alarmsOf(template).find((each) => each.AlarmName === `tributary-prod-${kind}`);
  const periods = (alarm?.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
  const [seconds = 0] = new Set(periods);
  expect(new Set(periods).size).toBe(1);
  const hours = seconds / 3600;
  return { period: hours, lookBack: hours * (alarm?.EvaluationPeriods ?? 0) };
}

it('a message every few hours is enough to notice a stopped publisher within 20 hours', () => {
  expect(hoursOf('publisher-stopped')).toEqual({ period: 0.25, lookBack: 2 });
  expect(hoursOf('publisher-stopped-over-hours')).toEqual({ period: 6, lookBack: 18 });
});

it.each(['acme-callbacks-failing-over-hours', 'acme-callbacks-conflicting', 'media-failing'])(
  '%s looks back 6 hours, so that it sees three that arrive slowly',
  (kind) => {
    expect(hoursOf(kind)).toEqual({ period: 6, lookBack: 6 });
  },
);

it('another media dead letter raises the alarm again after half an hour', () => {
  expect(hoursOf('media-dead-letters')).toEqual({ period: 1 / 12, lookBack: 0.5 });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'tributary-prod-media-dead-letters',
    DatapointsToAlarm: 1,
  });
});

it('a hot conversation, which throttles an index, counts as a throttle of the table', () => {
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

it('without traffic no alarm is raised, except that of silence', () => {
  for (const { AlarmName, TreatMissingData } of alarmsOf(template)) {
    expect(TreatMissingData, AlarmName).toBe('notBreaching');
  }
});

const runbook = readFileSync(
  fileURLToPath(new URL('../../docs/operations.md', import.meta.url)),
  'utf8',
);

/** Entries of the runbook by their anchor. */
const entries = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((entry) => {
      const [heading = '', ...lines] = entry.split('\n');
      return [heading.toLowerCase().replaceAll(' ', '-'), lines.join('\n').split(/^## /m)[0] ?? ''];
    }),
);

describe.each(alarmsOf(configured).map((alarm) => [alarm.AlarmName, alarm] as const))(
  'the text of %s',
  (_, { AlarmDescription }) => {
    const [, command = '', url, anchor = ''] =
      /Run first: `npm run -s tributary -- (.*)`\. Runbook: (.*)#([\w-]+)$/.exec(
        AlarmDescription,
      ) ?? [];
    const entry = entries.get(anchor) ?? '';

    it('ends in a link to its entry of the runbook', () => {
      expect(url).toBe(everythingConfigured.runbookUrl);
      expect([...entries.keys()]).toContain(anchor);
    });

    it('gives a first command that can be pasted and that its entry begins with', () => {
      expect(command).toMatch(/ --stack tributary-test$/);
      const words = command.replace('<date>', '2026-11-21').split(' ');
      const found = findCommand(words, commands);
      expect(found).toBeDefined();
      if (found) expect(() => readCommandLine(found, words)).not.toThrow();
      const [, first = ''] = /^npm run -s tributary -- (.*)$/m.exec(entry) ?? [];
      expect(findCommand(first.split(' '), commands)).toBe(found);
    });

    it('has an entry that says what it means, what to do and when it clears', () => {
      const labels = [...entry.matchAll(/^\*\*(.+?)\.\*\*/gm)].map(([, label]) => label);
      expect(labels).toEqual(['Meaning', 'Run first', 'Look for', 'Clears']);
    });
  },
);

/** Metrics that add up a field of a callback's line: its items, not the callback. */
const itemMetrics = new Set(
  Object.values(template.findResources('AWS::Logs::MetricFilter')).flatMap(({ Properties }) => {
    const [{ MetricName, MetricValue }] = Properties.MetricTransformations;
    return Properties.FilterPattern.includes('"callback"') && MetricValue !== '1'
      ? [MetricName]
      : [];
  }),
);

it('the text of an alarm says “items” if its metrics count items, and “callbacks” if they count callbacks', () => {
  const ofProvider = alarmsOf(configured).filter(({ AlarmName }) => AlarmName.includes('-acme-'));
  const counts = ofProvider.map(({ AlarmName, AlarmDescription, MetricName, Metrics = [] }) => {
    const [happened = ''] = AlarmDescription.split('. ');
    const names = [MetricName, ...Metrics.map(({ MetricStat }) => MetricStat?.Metric.MetricName)];
    const known = names.filter((name) => name !== undefined);
    const countsItems = itemMetrics.has(known[0]);
    expect(new Set(known.map((name) => itemMetrics.has(name))), AlarmName).toHaveLength(1);
    expect(/\bitems?\b/.test(happened), AlarmName).toBe(countsItems);
    expect(/\bcallbacks?\b/.test(happened), AlarmName).toBe(!countsItems);
    return countsItems;
  });
  expect(new Set(counts).size).toBe(2);
});

it('without a runbook URL the text names the file in the repository', () => {
  for (const { AlarmDescription } of alarmsOf(template)) {
    expect(AlarmDescription).toMatch(
      /Runbook, in the repository of the gateway: docs\/operations\.md#[\w-]+$/,
    );
  }
});

it('every alarm is sent to the topic, which accepts only alarms of this account', () => {
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

it('the topic mails the configured address, and has no subscription without one', () => {
  template.resourceCountIs('AWS::SNS::Subscription', 0);
  configured.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'operator@shop.example',
  });
});
