import { expect, test } from 'vitest';
import { everythingConfigured, synthesize } from './synthesize.ts';

/**
 * CloudFormation takes a new logical id for a new resource: it would make an empty table beside the
 * full one. If this test is red, the change loses an owner's data; take it back.
 */
const whatHoldsData = [
  'AWS::DynamoDB::Table EventsTable36A36365',
  'AWS::Events::Archive EventBusArchive5B309695',
  'AWS::Events::EventBus EventBusEEC924FB',
  'AWS::S3::Bucket MediaBucketBCBB02BA',
  'AWS::S3::Bucket PayloadBucket357F5869',
  'AWS::SQS::Queue MediaMirrorDeadLetters64C10490',
  'AWS::SQS::Queue MediaMirrorQueue3B05674F',
  'AWS::SecretsManager::Secret AcmeSecretF04FCF1F',
  'AWS::SecretsManager::Secret NorthWindSecretB8586095',
];

/**
 * What hangs on these is outside of the stack: callback URLs in the providers' consoles have the id
 * of the API or of a function URL in them, and whoever is told of alarms has subscribed to the topic.
 * If this test is red, every provider must be given a new URL, or nobody is told any more.
 */
const whatOthersName = [
  'AWS::ApiGatewayV2::Api CallbackApi80E5A8F1',
  'AWS::Lambda::Function AcmeCallbackFunction26C3EACC',
  'AWS::Lambda::Function NorthWindCallbackFunctionE688DD41',
  'AWS::Lambda::Url AcmeCallbackFunctionFunctionUrl3304A1BE',
  'AWS::Lambda::Url NorthWindCallbackFunctionFunctionUrl32610468',
  'AWS::SNS::Topic AlarmsTopic3A2DFEBA',
];

const frozenIds = [...whatHoldsData, ...whatOthersName].sort();

const statefulTypes = new Set(frozenIds.map((line) => line.split(' ')[0]));

/** Not all functions: what a publisher or mirror is called is nobody's affair. */
const ownFunctions = /^AWS::Lambda::Function (?!\w+Callback)/;

test.each([
  ['nothing', {}],
  ['everything', { ...everythingConfigured, stage: 'prod' }],
])('with %s configured, what holds data or is named outside keeps its logical id', (_, config) => {
  const resources: Record<string, { Type: string }> = synthesize(config).toJSON().Resources;
  const ids = Object.entries(resources)
    .filter(([, { Type }]) => statefulTypes.has(Type))
    .map(([id, { Type }]) => `${Type} ${id}`)
    .filter((line) => !ownFunctions.test(line));
  expect(ids.sort()).toEqual(frozenIds);
});

test('everything that is retained is in that list', () => {
  const resources: Record<string, { Type: string; DeletionPolicy?: string }> =
    synthesize().toJSON().Resources;
  const retained = Object.values(resources).filter((it) => it.DeletionPolicy === 'Retain');
  expect(retained.filter(({ Type }) => !statefulTypes.has(Type))).toEqual([]);
  expect(retained).toHaveLength(5);
});
