import { expect, it } from 'vitest';
import { providers as registry } from '../../functions/providers/registry.ts';
import * as cdk from '../../lib/index.ts';
import * as providers from '../../lib/providers/index.ts';
import { buildGateway } from './synthesize.ts';

/**
 * Adopters use these names (docs/upgrading.md). A name that is gone breaks their apps: only a major version may
 * remove one.
 */
it('the entries export what adopters import', () => {
  expect(Object.keys(cdk).sort()).toEqual([
    'Gateway',
    'GatewayConfigError',
    'chooseStage',
    'defineStages',
    'readStage',
  ]);
  const functions = Object.keys(providers).filter(
    (name) => !['generic', 'providerFrom'].includes(name),
  );
  expect(functions).toHaveLength(registry.length);
  expect(functions).toEqual(expect.arrayContaining(['incs', 'innopaas', 'itnio', 'meta']));
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
  expect(Object.getOwnPropertyNames(cdk.Gateway.prototype).sort()).toEqual(
    expect.arrayContaining(['grantRead', 'grantSubscribe']),
  );
});
