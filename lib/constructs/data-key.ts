import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';

/** The AWS services that encrypt the gateway's data with the owner's key. */
type KeyedService = 'dynamodb' | 's3' | 'secretsmanager';

const readActions = ['kms:Decrypt', 'kms:DescribeKey'];
const writeActions = [...readActions, 'kms:Encrypt', 'kms:GenerateDataKey'];

/** Permission to read data that these services encrypt with the owner's key, if there is one. */
export function readWithDataKey(key: kms.IKey | undefined, services: readonly KeyedService[]) {
  return useDataKey(key, services, readActions);
}

/** Permission to write data that these services encrypt with the owner's key, if there is one. */
export function writeWithDataKey(key: kms.IKey | undefined, services: readonly KeyedService[]) {
  return useDataKey(key, services, writeActions);
}

/** The key through these services only, never directly. Empty when AWS's own keys are used. */
function useDataKey(
  key: kms.IKey | undefined,
  services: readonly KeyedService[],
  actions: string[],
): iam.PolicyStatement[] {
  if (!key) return [];
  const hosts = services.map((service) => `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`);
  return [
    new iam.PolicyStatement({
      actions,
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': hosts } },
    }),
  ];
}
