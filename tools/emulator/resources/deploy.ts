import type { AwsClients } from '../../emulator-client/aws-clients.ts';
import { engineTypes } from '../template/resource-types.ts';
import type { AppResources, Resources, StackResource } from '../template/stack.ts';
import { ensureBucket } from './buckets.ts';
import { ensureEventBus, ensureEventRule } from './event-rules.ts';
import { ensureQueue } from './queues.ts';
import { ensureSecret } from './secrets.ts';
import { ensureTable } from './tables.ts';

type Ensure = (clients: AwsClients, resource: StackResource) => Promise<void>;

type EngineType = (typeof engineTypes)[number];

const ensureOnEngine: Readonly<Record<Exclude<EngineType, 'AWS::Events::Rule'>, Ensure>> = {
  'AWS::DynamoDB::Table': ({ dynamodb }, resource) => ensureTable(dynamodb, resource),
  'AWS::DynamoDB::GlobalTable': ({ dynamodb }, resource) => ensureTable(dynamodb, resource),
  'AWS::S3::Bucket': ({ s3 }, resource) => ensureBucket(s3, resource),
  'AWS::SQS::Queue': ({ sqs }, resource) => ensureQueue(sqs, resource),
  'AWS::SecretsManager::Secret': ({ secretsManager }, resource) =>
    ensureSecret(secretsManager, resource),
  'AWS::Events::EventBus': ({ eventBridge }, resource) => ensureEventBus(eventBridge, resource),
};

/**
 * Creates the resources of the app on the engines. Idempotent.
 *
 * @param functionArns of the functions that run
 * @throws {Error} for one that a gateway needs and an engine refuses; others are omitted
 */
export async function deploy(
  app: AppResources,
  clients: AwsClients,
  functionArns: readonly string[],
): Promise<void> {
  const { resources, omissions } = app;
  const runsTarget = toTargetTest(resources, functionArns);
  const ensures: Readonly<Record<EngineType, Ensure>> = {
    ...ensureOnEngine,
    'AWS::Events::Rule': ({ eventBridge }, resource) =>
      ensureEventRule(eventBridge, resource, app, runsTarget),
  };
  for (const type of engineTypes) {
    const ensure = ensures[type];
    await Promise.all(
      resources
        .ofType(type)
        .map((resource) => omissions.attemptLater(resource, () => ensure(clients, resource))),
    );
  }
}

/** Whether a rule can deliver to an ARN: of a queue, a bus or a function of the app. */
function toTargetTest(
  resources: Resources,
  functionArns: readonly string[],
): (arn: string) => boolean {
  const arns = new Set([
    ...resources
      .ofType('AWS::SQS::Queue', 'AWS::Events::EventBus')
      .map(({ attributes }) => attributes.Arn),
    ...functionArns,
  ]);
  // The ARN of a version or an alias is that of its function, and one part more.
  return (arn) => arns.has(arn) || arns.has(arn.split(':').slice(0, 7).join(':'));
}
