import { expect, it } from 'vitest';
import { everythingConfigured, synthesize } from './synthesize.ts';

/**
 * CloudFormation treats a new logical id as a new resource: it would create an empty table beside the
 * full one. If this test fails, the change loses an owner's data. Revert it.
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
 * Things outside the stack depend on these: callback URLs in the provider consoles contain the id of the
 * API or of a function URL, and people on call have subscribed to the topic. If this test fails, every
 * provider needs a new URL, or alarms reach no one.
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

/** Nothing outside the stack depends on the publisher and the mirror. */
const ownFunctions = /^AWS::Lambda::Function (?!\w+Callback)/;

it.each([
  ['nothing', {}],
  ['everything', everythingConfigured],
])(
  'with %s configured, resources with data or outside dependents keep their logical ids',
  (_, config) => {
    const resources: Record<string, { Type: string }> = synthesize(config).toJSON().Resources;
    const ids = Object.entries(resources)
      .filter(([, { Type }]) => statefulTypes.has(Type))
      .map(([id, { Type }]) => `${Type} ${id}`)
      .filter((line) => !ownFunctions.test(line));
    expect(ids.sort()).toEqual(frozenIds);
  },
);

it('the list contains every retained resource', () => {
  const resources: Record<string, { Type: string; DeletionPolicy?: string }> =
    synthesize().toJSON().Resources;
  const retained = Object.values(resources).filter((it) => it.DeletionPolicy?.startsWith('Retain'));
  expect(retained.filter(({ Type }) => !statefulTypes.has(Type))).toEqual([]);
  expect(retained).toHaveLength(5);
});
