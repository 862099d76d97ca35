import { expect, it } from 'vitest';
import { everythingConfigured, synthesize } from './synthesize.ts';

const names = (outputs: Record<string, unknown>) => Object.keys(outputs).sort();

const always = [
  'AcmeApiUrl',
  'AcmeFunctionUrl',
  'AcmeSecretArn',
  'AlarmTopicArn',
  'EventBusArn',
  'EventBusName',
  'EventsTableName',
  'MediaBucketName',
  'MediaDeadLetterQueueUrl',
  'MediaQueueUrl',
  'MetricNamespace',
  'NorthWindApiUrl',
  'NorthWindFunctionUrl',
  'NorthWindSecretArn',
  'PayloadBucketName',
  'PublisherFunctionName',
  'SubscriberPolicyArn',
  'TributaryGateway',
];

it('the outputs say where everything is', () => {
  expect(names(synthesize().findOutputs('*'))).toEqual(always);
});

it('with a domain and a team, outputs name the target of the DNS record and the policy', () => {
  expect(names(synthesize(everythingConfigured).findOutputs('*'))).toEqual(
    [...always, 'ApiDnsTarget', 'SupportSubscriberPolicyArn'].sort(),
  );
});

it('every output says what it is', () => {
  const descriptions = Object.values(synthesize(everythingConfigured).findOutputs('*')).map(
    ({ Description }) => Description,
  );
  expect(new Set(descriptions).size).toBe(descriptions.length);
  expect(descriptions).not.toContain(undefined);
});

it('no output gives a token, or leaves room for one', () => {
  for (const [name, { Value }] of Object.entries(synthesize().findOutputs('*'))) {
    const text = JSON.stringify(Value);
    expect(text, name).not.toMatch(/token|resolve:secretsmanager/i);
    expect(text, name).not.toMatch(/\/"[\]}]*$/);
  }
});

it('each provider’s base URL ends in its id on the API', () => {
  const { AcmeApiUrl } = synthesize().findOutputs('AcmeApiUrl');
  expect(AcmeApiUrl?.Value).toEqual({
    'Fn::Join': [
      '',
      [{ 'Fn::GetAtt': [expect.stringMatching(/^CallbackApi/), 'ApiEndpoint'] }, '/acme'],
    ],
  });
});
