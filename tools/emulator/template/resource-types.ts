import { EmulatorError } from '../../emulator-client/emulator-error.ts';

/** The types that engines hold, in the order in which their resources refer to each other. */
export const engineTypes = [
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
] as const;

/** The types that other parts of the emulator read in the template. */
const readTypes: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::Lambda::Version',
]);

/** The types without effect on the emulator: alarms, logs, encryption, access from other accounts. */
const withoutEffect: readonly RegExp[] = [
  /^AWS::ApiGatewayV2::(ApiMapping|DomainName|Stage)$/,
  /^AWS::CDK::Metadata$/,
  /^AWS::CloudWatch::/,
  /^AWS::EventSchemas::/,
  /^AWS::Events::(Archive|EventBusPolicy)$/,
  /^AWS::KMS::/,
  /^AWS::Logs::/,
  /^AWS::S3::BucketPolicy$/,
  /^AWS::SNS::/,
  /^AWS::SQS::QueuePolicy$/,
  // CDK's own functions, which change what has no effect here or act when a stack is deleted.
  /^Custom::(LogRetention|S3AutoDeleteObjects)$/,
];

/** @throws {EmulatorError} for a type that the emulator does not run */
export function requireKnownType(type: string): void {
  const isKnown =
    readTypes.has(type) ||
    engineTypes.some((each) => each === type) ||
    withoutEffect.some((types) => types.test(type));
  if (!isKnown) {
    throw new EmulatorError('the emulator does not run this type of resource');
  }
}
