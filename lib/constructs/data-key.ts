import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';

/** The AWS services that encrypt the gateway's data with the owner's key. */
export type KeyedService = 'dynamodb' | 's3' | 'secretsmanager';

/**
 * What a function needs of the owner's KMS key to use data that the named services encrypt with it:
 * the key through those services, never directly. Nothing when AWS's own keys are used.
 *
 * The actions for DynamoDB are those that its documentation lists for a principal that uses a table
 * under a customer managed key.
 */
export function useOfDataKey(
  key: kms.IKey | undefined,
  services: readonly KeyedService[],
): iam.PolicyStatement[] {
  if (!key) return [];
  return [
    new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: {
        StringEquals: {
          'kms:ViaService': services.map((service) => `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`),
        },
      },
    }),
  ];
}
