import { expect, it } from 'vitest';
import { readable } from './readable.ts';
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

it('each output is the name, the ARN or the URL of what it says', () => {
  const outputs = Object.entries(synthesize(everythingConfigured).findOutputs('*'));
  const values = outputs.map(([name, { Value }]) => [name, withAttribute(Value)]);
  expect(Object.fromEntries(values)).toMatchObject({
    AcmeSecretArn: 'Ref AcmeSecret',
    AlarmTopicArn: 'Ref AlarmsTopic',
    ApiDnsTarget: 'RegionalDomainName CallbackApiDomain',
    EventBusArn: 'Arn EventBus',
    EventBusName: 'Ref EventBus',
    EventsTableName: 'Ref EventsTable',
    MediaBucketName: 'Ref MediaBucket',
    MediaDeadLetterQueueUrl: 'Ref MediaMirrorDeadLetters',
    MediaQueueUrl: 'Ref MediaMirrorQueue',
    MetricNamespace: 'Tributary/test',
    NorthWindSecretArn: 'Ref NorthWindSecret',
    PayloadBucketName: 'Ref PayloadBucket',
    PublisherFunctionName: 'Ref PublisherPublishFunction',
    SubscriberPolicyArn: 'Ref SubscriberPolicy',
    SupportSubscriberPolicyArn: 'Ref SupportSubscriberPolicy',
  });
});

/** Which attribute of which resource a value is: an ARN and a name of one resource differ. */
function withAttribute(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[intrinsic, argument] = []] = Object.entries(value);
  if (intrinsic === 'Ref') return `Ref ${readable(value)}`;
  if (intrinsic !== 'Fn::GetAtt') return readable(value);
  const [id, attribute] = argument as string[];
  return `${attribute} ${readable({ Ref: id })}`;
}

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
