import type { AwsClients } from '../../emulator-client/aws-clients.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { Stack, StackResource } from '../template/stack.ts';
import { ensureBucket } from './buckets.ts';
import { ensureEventBus, ensureEventRule } from './event-rules.ts';
import { ensureQueue } from './queues.ts';
import { ensureSecret } from './secrets.ts';
import { ensureTable } from './tables.ts';

type Ensure = (clients: AwsClients, resource: StackResource) => Promise<void>;

/** The resources that engines hold, in the order of their references. */
const heldByEngines: Readonly<Record<string, Ensure>> = {
  'AWS::DynamoDB::Table': ({ dynamodb }, resource) => ensureTable(dynamodb, resource),
  'AWS::S3::Bucket': ({ s3 }, resource) => ensureBucket(s3, resource),
  'AWS::SQS::Queue': ({ sqs }, resource) => ensureQueue(sqs, resource),
  'AWS::SecretsManager::Secret': ({ secretsManager }, resource) =>
    ensureSecret(secretsManager, resource),
  'AWS::Events::EventBus': ({ eventBridge }, resource) => ensureEventBus(eventBridge, resource),
  'AWS::Events::Rule': ({ eventBridge }, resource) => ensureEventRule(eventBridge, resource),
};

/** The resources that other parts of the emulator read in the template. */
const readElsewhere: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
]);

/** The resources without effect on the emulator: alarms, logs, encryption, access from other accounts. */
const withoutEffect: readonly RegExp[] = [
  /^AWS::ApiGatewayV2::(ApiMapping|DomainName|Stage)$/,
  /^AWS::CDK::Metadata$/,
  /^AWS::CloudWatch::/,
  /^AWS::EventSchemas::/,
  /^AWS::Events::(Archive|EventBusPolicy)$/,
  /^AWS::Lambda::EventInvokeConfig$/,
  /^AWS::Logs::/,
  /^AWS::S3::BucketPolicy$/,
  /^AWS::SNS::/,
  /^AWS::SQS::QueuePolicy$/,
];

/**
 * Creates the template's resources on the engines. Idempotent.
 *
 * @throws {EmulatorError} for a type of resource that the emulator does not know
 */
export async function deploy(stack: Stack, clients: AwsClients): Promise<void> {
  for (const { type, logicalId } of stack.resources) {
    if (
      heldByEngines[type] ||
      readElsewhere.has(type) ||
      withoutEffect.some((types) => types.test(type))
    )
      continue;
    throw new EmulatorError(
      `the emulator does not know ${type} (${logicalId}): add it to tools/emulator/resources/deploy.ts, with what it does or among those without effect`,
    );
  }
  for (const [type, ensure] of Object.entries(heldByEngines)) {
    await Promise.all(stack.ofType(type).map((resource) => ensure(clients, resource)));
  }
}
