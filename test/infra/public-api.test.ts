import { expect, it } from 'vitest';
import { providers as registry } from '../../functions/providers/registry.ts';
import { Gateway } from '../../lib/index.ts';
import * as providers from '../../lib/providers/index.ts';
import { buildGateway } from './synthesize.ts';

it('every provider has a function for the configuration', () => {
  const functions = Object.keys(providers).filter(
    (name) => !['generic', 'providerFrom'].includes(name),
  );
  expect(functions).toHaveLength(registry.length);
});

it('the construct has the members that the code around it uses', () => {
  expect(Object.keys(buildGateway())).toEqual(
    expect.arrayContaining([
      'alarmTopic',
      'bus',
      'callbackUrls',
      'mediaBucket',
      'metricNamespace',
      'name',
      'payloadBucket',
      'secrets',
      'subscriberPolicy',
      'table',
    ]),
  );
  expect(Object.getOwnPropertyNames(Gateway.prototype).sort()).toEqual(
    expect.arrayContaining(['grantRead', 'grantSubscribe']),
  );
});
