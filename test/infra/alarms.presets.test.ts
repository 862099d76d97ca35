import * as sns from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { alarmKinds } from '../../lib/alarms/settings.ts';
import type { GatewayProps } from '../../lib/index.ts';
import { alarmsOf } from './alarms.ts';
import { acme, providers, synthesize } from './synthesize.ts';

type Choice = NonNullable<GatewayProps['alarms']>;

const prefix = 'tributary-prod-';

function namesOf(alarms: Choice): readonly string[] {
  return alarmsOf(synthesize({ alarms })).map(({ AlarmName }) => AlarmName.replace(prefix, ''));
}

/** The metrics that a gateway counts from log lines: `Refused problem,provider`. */
function countedBy(alarms: Choice, dashboard?: boolean): ReadonlySet<string> {
  const template = synthesize({ alarms, ...(dashboard !== undefined && { dashboard }) });
  const filters = Object.values(template.findResources('AWS::Logs::MetricFilter'));
  return new Set(
    filters.map(({ Properties }) => {
      const [{ MetricName, Dimensions = [] }] = Properties.MetricTransformations;
      const keys = Dimensions.map(({ Key }: { readonly Key: string }) => Key);
      return [MetricName, keys.sort().join()].join(' ').trim();
    }),
  );
}

describe('the preset small, which is the default', () => {
  it('has the alarms of what is lost, or will be', () => {
    expect(namesOf({})).toEqual(namesOf({ preset: 'small' }));
    expect(namesOf({}).toSorted()).toEqual([
      'acme-callbacks-failing-over-hours',
      'api-failing',
      'api-throttled',
      'callbacks-conflicting',
      'callbacks-quarantined-over-a-day',
      'callbacks-refused-over-hours',
      'callbacks-undecodable',
      'event-dead-letters',
      'event-dead-letters-not-stored',
      'media-dead-letters',
      'media-failing',
      'north-wind-callbacks-failing-over-hours',
      'publisher-behind',
      'publisher-stopped-over-hours',
    ]);
  });

  it('counts only the log lines that its alarms need, of all providers together', () => {
    expect([...countedBy({})].toSorted()).toEqual([
      'ApiThrottled',
      'Conflicts',
      'DeadLetters',
      'MediaFailed',
      'MediaStored',
      'NotStored provider',
      'Published',
      'Quarantined',
      'Received',
      'Refused problem',
      'Stored',
      'Undecodable',
    ]);
  });

  it('has no dashboard unless it is wanted, which then shows sums', () => {
    synthesize().resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    synthesize({ dashboard: true }).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    expect(countedBy({}, true)).toContain('Accepted');
    expect([...countedBy({}, true)].filter((name) => name.includes('provider'))).toEqual([
      'NotStored provider',
    ]);
  });

  it('costs the same for log metrics with any number of providers', () => {
    const filtersOf = (count: number) =>
      Object.keys(
        synthesize({ providers: providers.slice(0, count) }).findResources(
          'AWS::Logs::MetricFilter',
        ),
      ).length;
    expect(filtersOf(2)).toBe(filtersOf(1));
  });

  it('says in its texts that they are about all providers', () => {
    const [alarm] = alarmsOf(synthesize()).filter(
      ({ AlarmName }) => AlarmName === `${prefix}callbacks-quarantined-over-a-day`,
    );
    expect(alarm?.AlarmDescription).toMatch(/^At least 10 items from all providers were/);
  });
});

it('the preset full has every kind of alarm, and a dashboard', () => {
  const full = namesOf({ preset: 'full' });
  const owners = /^(acme|north-wind)-/;
  const kinds = new Set(full.map((name) => name.replace(owners, '')));
  expect([...alarmKinds].filter((kind) => !kinds.has(kind))).toEqual(['provider-silent']);
  synthesize({ alarms: { preset: 'full' } }).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
});

it('the preset none has no alarm and counts no log line', () => {
  expect(namesOf({ preset: 'none' })).toEqual([]);
  expect(countedBy({ preset: 'none' })).toEqual(new Set());
});

it('one kind can be added, and one left out with the metrics that only it needs', () => {
  const changed: Choice = { include: ['media-behind'], exclude: ['callbacks-conflicting'] };
  const own = new Set(namesOf({}));
  const added = namesOf(changed).filter((name) => !own.has(name));
  expect(added).toEqual(['media-behind']);
  expect(namesOf(changed)).not.toContain('callbacks-conflicting');
  expect(countedBy(changed)).not.toContain('Conflicts');
  expect(countedBy(changed)).not.toContain('Received');
});

it('silence of a provider raises an alarm in a small gateway too, if it is configured', () => {
  const template = synthesize({ providers: [acme({ silentAfterHours: 12 })] });
  const names = alarmsOf(template).map(({ AlarmName }) => AlarmName);
  expect(names).toContain(`${prefix}acme-provider-silent`);
});

it('thresholds change the alarm and its text', () => {
  const template = synthesize({
    alarms: {
      preset: 'full',
      thresholds: {
        publisherLagMinutes: 5,
        failedCallbacks: 1,
        failedCallbacksPercent: 0.5,
        slowCallbackSeconds: 1.5,
        refusedCallbacks: 7,
        quarantinedItemsPerDay: 2,
        mediaWaitHours: 1,
        failedFiles: 9,
        failedFilesPercent: 50,
      },
    },
  });
  const find = (name: string) => {
    const alarm = alarmsOf(template).find(({ AlarmName }) => AlarmName === `${prefix}${name}`);
    const expression = alarm?.Metrics?.find(({ Expression }) => Expression)?.Expression;
    return `${alarm?.AlarmDescription.split('. ')[0]}: ${expression ?? alarm?.Threshold}`;
  };
  expect(find('publisher-behind')).toMatch(/more than 5 minutes .*: 300000$/);
  expect(find('acme-callbacks-failing')).toMatch(/0\.5 % .* at least 1 .*: IF.*0\.005.* >= 1 OR/);
  expect(find('acme-callbacks-failing-over-hours')).toMatch(/At least 1 .*: IF.* >= 1 AND/);
  expect(find('api-failing')).toMatch(/0\.5 %.* at least 1 .*: IF\(failed > 0\.005 .* >= 1 OR/);
  expect(find('acme-callbacks-slow')).toMatch(/more than 1\.5 seconds.*: 1500$/);
  expect(find('acme-callbacks-refused')).toMatch(/at least 7 .*: IF\(refused >= 7/);
  expect(find('acme-callbacks-refused-over-hours')).toMatch(/At least 7 .*: 6$/);
  expect(find('acme-callbacks-quarantined-over-a-day')).toMatch(/At least 2 .*: 1$/);
  expect(find('media-behind')).toMatch(/more than 1 hours.*: 3600$/);
  expect(find('media-failing')).toMatch(/At least 9 .* 50 % .*: IF\(failed >= 9 .* 0\.5 \*/);
});

it('takes a topic of the owner, and subscribes a mail address to it', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:operators';
  const template = synthesize({
    alarms: {
      topic: (scope) => sns.Topic.fromTopicArn(scope, 'Topic', topicArn),
      email: 'operator@shop.example',
    },
  });
  template.resourceCountIs('AWS::SNS::Topic', 0);
  template.hasResourceProperties('AWS::SNS::Subscription', { TopicArn: topicArn });
  for (const { AlarmActions } of alarmsOf(template)) expect(AlarmActions).toEqual([topicArn]);
});

it.each([
  [{ preset: 'tiny' }, /alarms\.preset must be one of small, full, none/],
  [{ exclude: ['callback-slow'] }, /alarms\.exclude.* must be/],
  [{ thresholds: { refusedCallbacks: 0 } }, /refusedCallbacks must be a whole number, 1 or more/],
  [{ thresholds: { failedFilesPercent: 120 } }, /above 0, at most 100/],
  [{ thresholds: { slowCallbackSeconds: 11 } }, /above 0, at most 10/],
  [{ thresholds: { lagMinutes: 5 } }, /has no "lagMinutes"/],
])('refuses %j', (alarms, message) => {
  expect(() => synthesize({ alarms: alarms as Choice })).toThrow(message);
});
