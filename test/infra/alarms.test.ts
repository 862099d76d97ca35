import { describe, expect, it } from 'vitest';
import { alarmsOf, configured, template } from './alarms.ts';
import { readable } from './readable.ts';

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

  it('when a single body cannot be decoded, until a day after the last one', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'tributary-prod-acme-callbacks-undecodable',
      MetricName: 'Undecodable',
      Dimensions: [{ Name: 'provider', Value: 'acme' }],
      Statistic: 'Sum',
      Threshold: 0,
      Period: 15 * 60,
      EvaluationPeriods: 96,
      DatapointsToAlarm: 1,
    });
  });

  it('for each provider whose callbacks fail, are slow, refused, quarantined, undecodable or conflicting', () => {
    for (const id of ['acme', 'north-wind']) {
      const names = alarmsOf(template).map(({ AlarmName }) => AlarmName);
      expect(names.filter((name) => name.startsWith(`tributary-prod-${id}-`))).toHaveLength(9);
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

it('a provider with a callback every few minutes is enough to notice that all are refused', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'tributary-prod-acme-callbacks-refused-over-hours',
    MetricName: 'Refused',
    Dimensions: [
      { Name: 'problem', Value: 'unauthorized' },
      { Name: 'provider', Value: 'acme' },
    ],
    Period: 6 * 60 * 60,
    Threshold: 19,
  });
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
