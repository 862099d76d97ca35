import { lookup } from 'node:dns/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createConversationOrder } from '../../sdk/ordering/sqs-conversation-order.ts';
import { isPublicAddress } from '../../shared/http/address-rules.ts';
import {
  httpVariables,
  localReceiversKey,
  readHttpVariable,
} from '../../shared/http-subscription/http-variables.ts';
import { createSqsRecordVisibility } from '../../shared/queues/sqs-record-visibility.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createBatchDelivery } from './deliver-batch.ts';
import { createDeliverEvent } from './deliver-event.ts';
import { createOrderedDelivery } from './deliver-in-order.ts';
import { createDynamoDbReceiverStore } from './dynamodb-receiver-store.ts';
import { createLambdaDeliverySwitch } from './lambda-delivery-switch.ts';
import { awsClientSettings } from './limits.ts';
import { createPostToReceiver } from './post-to-receiver.ts';
import { createSecretsManagerSigningKeys } from './secrets-manager-signing-keys.ts';
import { createSqsDeadLetterQueue } from './sqs-dead-letter-queue.ts';

const read = (name: keyof typeof httpVariables) =>
  readHttpVariable(process.env, httpVariables[name]);
const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
const { now } = clock;
const dynamodb = new DynamoDBClient(awsClientSettings);
const sqs = new SQSClient({ ...awsClientSettings, useQueueUrlAsEndpoint: false });
const log = createLogger({ level: process.env.AWS_LAMBDA_LOG_LEVEL, now });
const visibility = createSqsRecordVisibility(sqs);

const deliver = createDeliverEvent({
  keys: createSecretsManagerSigningKeys(
    new SecretsManagerClient(awsClientSettings),
    read('secret'),
    {
      clock,
      log,
    },
  ),
  post: createPostToReceiver({
    url: read('url'),
    rules: {
      resolve: async (hostname) => {
        const results = await lookup(hostname, { all: true, order: 'verbatim' });
        return results.map(({ address }) => address);
      },
      isAllowed: isPublicAddress,
    },
    allowsLoopback: process.env[localReceiversKey] === 'on',
    now,
  }),
  receiver: createDynamoDbReceiverStore(dynamodb, read('stateTable')),
  deliverySwitch: createLambdaDeliverySwitch(new LambdaClient(awsClientSettings), {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? '',
    queueArn: read('queueArn'),
  }),
  log,
  now,
  random: Math.random,
  maxAttempts: Number(read('maxAttempts')),
});

/** Entry point of the function of an `HttpSubscription`, invoked with SQS records of events or of tickets. */
export const handler =
  process.env[httpVariables.order] === undefined
    ? createBatchDelivery({
        deliver,
        deadLetters: createSqsDeadLetterQueue(sqs, read('deadLettersUrl')),
        visibility,
        log,
        now,
      })
    : createOrderedDelivery({
        deliver,
        order: createConversationOrder({ dynamodb, sqs, environment: process.env }),
        visibility,
        log,
      });
