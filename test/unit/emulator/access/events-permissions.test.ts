import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../../../../tools/emulator/access/request-context.ts';
import type { AwsCall } from '../../../../tools/emulator/aws/call.ts';
import { arnOf } from '../../../../tools/emulator-client/account.ts';
import { call, conditionKeysOf, neededBy } from './calls.ts';

const bus = 'arn:aws:events:us-east-1:000000000000:event-bus';

describe('a call of EventBridge', () => {
  it.each<[string, AwsCall, unknown, string[]]>([
    [
      'events for two buses',
      call('events', 'PutEvents'),
      {
        Entries: [{ EventBusName: 'one' }, { EventBusName: `${bus}/two` }, { EventBusName: 'one' }],
      },
      [`events:PutEvents ${bus}/one`, `events:PutEvents ${bus}/two`],
    ],
  ])('needs the permissions that AWS requires: %s', (_, made, input, expected) => {
    expect(neededBy(made, input)).toEqual(expected);
  });

  it.each<[string, AwsCall, unknown, RequestContext]>([
    [
      'events',
      call('events', 'PutEvents'),
      { Entries: [{ EventBusName: 'one', Source: 's', DetailType: 't' }] },
      { 'events:source': ['s'], 'events:detail-type': ['t'] },
    ],
    [
      'a rule for two sources',
      call('events', 'PutRule'),
      { Name: 'r', EventPattern: JSON.stringify({ source: ['a', 'b'], 'detail-type': ['t'] }) },
      { 'events:creatorAccount': ['000000000000'], 'events:source': ['a', 'b'] },
    ],
    [
      'a rule for sources with a prefix, which no policy names',
      call('events', 'PutRule'),
      { Name: 'r', EventPattern: JSON.stringify({ source: [{ prefix: 'a' }] }) },
      { 'events:creatorAccount': ['000000000000'], 'events:source': ['{"prefix":"a"}'] },
    ],
    [
      'a rule whose pattern is not JSON',
      call('events', 'PutRule'),
      { Name: 'r', EventPattern: '{' },
      { 'events:creatorAccount': ['000000000000'], 'events:source': [] },
    ],
  ])('has condition keys for its input: %s', (_, made, input, expected) => {
    expect(conditionKeysOf(made, input)).toEqual(expected);
  });

  it.each([
    ['PutRule', { Name: 'r', EventBusName: 'one' }, 'rule/one/r'],
    ['PutTargets', { Rule: 'r', EventBusName: 'arn:aws:events:x:y:event-bus/one' }, 'rule/one/r'],
    ['PutRule', { Name: 'r' }, 'rule/r'],
    ['DescribeEventBus', { Name: 'one' }, 'event-bus/one'],
    ['ListRules', { EventBusName: 'one' }, 'event-bus/one'],
  ])('to %s with %j needs permission on %s', (operation, input, resource) => {
    expect(neededBy(call('events', operation), input)).toEqual([
      `events:${operation} ${arnOf('events', resource)}`,
    ]);
  });

  it.each(['PutPermission', 'RemovePermission'])('to %s needs it on no bus', (operation) => {
    expect(neededBy(call('events', operation), { EventBusName: 'one' })).toEqual([
      `events:${operation} *`,
    ]);
  });
});
