import { expect, test } from 'vitest';
import { everythingConfigured, synthesize } from './synthesize.ts';

/**
 * CloudFormation takes a new logical id for a new resource: it would make an empty table beside the
 * full one. If this test is red, the change loses an owner's data; take it back.
 */
const frozenIds = [
  'AWS::DynamoDB::Table EventsTable36A36365',
  'AWS::Events::Archive EventBusArchive5B309695',
  'AWS::Events::EventBus EventBusEEC924FB',
  'AWS::S3::Bucket MediaBucketBCBB02BA',
  'AWS::S3::Bucket VaultBucket95CBF29A',
  'AWS::SQS::Queue MediaMirrorDeadLetters64C10490',
  'AWS::SQS::Queue MediaMirrorQueue3B05674F',
  'AWS::SecretsManager::Secret AcmeSecretF04FCF1F',
  'AWS::SecretsManager::Secret NorthWindSecretB8586095',
];

const statefulTypes = new Set(frozenIds.map((line) => line.split(' ')[0]));

test.each([
  ['nothing', {}],
  ['everything', { ...everythingConfigured, stage: 'prod' }],
])('with %s configured, what holds data keeps its logical id', (_, config) => {
  const resources: Record<string, { Type: string }> = synthesize(config).toJSON().Resources;
  const ids = Object.entries(resources)
    .filter(([, { Type }]) => statefulTypes.has(Type))
    .map(([id, { Type }]) => `${Type} ${id}`);
  expect(ids.sort()).toEqual(frozenIds);
});

test('everything that is retained is in that list', () => {
  const resources: Record<string, { Type: string; DeletionPolicy?: string }> =
    synthesize().toJSON().Resources;
  const retained = Object.values(resources).filter((it) => it.DeletionPolicy === 'Retain');
  expect(retained.filter(({ Type }) => !statefulTypes.has(Type))).toEqual([]);
  expect(retained).toHaveLength(5);
});
