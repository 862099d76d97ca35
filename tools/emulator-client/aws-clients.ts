import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { localAccount } from './account.ts';

/** Clients for the services of the stack, all with one access key. */
export interface AwsClients {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly eventBridge: EventBridgeClient;
  readonly secretsManager: SecretsManagerClient;
  /** For the part of Lambda's API that the emulator has. */
  readonly lambda: LambdaClient;
}

/** The access key of the account owner. The emulator takes every access key that it does not know for the owner's. */
export const ownerAccessKeyId = 'LOCALOWNER';

/** The secret of every access key. The emulator verifies signatures with it. */
export const localSecretKey = 'local';

/** Creates clients for the emulator's AWS endpoint that act as the owner of the access key. */
export function createClients(endpoint: string, accessKeyId: string): AwsClients {
  const settings = {
    endpoint,
    region: localAccount.region,
    credentials: { accessKeyId, secretAccessKey: localSecretKey },
  };
  return {
    dynamodb: new DynamoDBClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
    eventBridge: new EventBridgeClient(settings),
    secretsManager: new SecretsManagerClient(settings),
    lambda: new LambdaClient(settings),
  };
}
