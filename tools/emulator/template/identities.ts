import { createHash } from 'node:crypto';
import { arnOf, functionArnOf, localAccount } from '../../emulator-client/account.ts';
import { secretArn } from '../secrets-manager/secret-arn.ts';

/** The names of a deployed resource: what `Ref` and `Fn::GetAtt` return for it. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What an identity is derived from. */
export interface Naming {
  readonly stackName: string;
  readonly logicalId: string;
  /** Origin of the endpoint for AWS calls: `http://127.0.0.1:<port>`. */
  readonly awsEndpoint: string;
  /** The resolved value of a property, if the template has one. */
  given(property: string): string | undefined;
  /** Whether a property of the template is true. */
  isTrue(property: string): boolean;
}

/**
 * The identities of the resource types that templates refer to. A resource without a name is called
 * `<stack>-<logical id>`, without CloudFormation's random suffix, so that the next start finds its state
 * in the data directory.
 */
export const identities: Readonly<Record<string, (naming: Naming) => Identity>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::S3::Bucket': (naming) => {
    const name = nameOf(naming, 'BucketName', 63).toLowerCase();
    return {
      ref: name,
      attributes: {
        Arn: `arn:${localAccount.partition}:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${localAccount.region}.amazonaws.com`,
      },
    };
  },
  'AWS::SQS::Queue': (naming) => {
    const suffix = naming.isTrue('FifoQueue') && !naming.given('QueueName') ? '.fifo' : '';
    const name = nameOf(naming, 'QueueName', 80 - suffix.length) + suffix;
    const url = `${naming.awsEndpoint}/${localAccount.accountId}/${name}`;
    return { ref: url, attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::Events::EventBus': (naming) => {
    const name = nameOf(naming, 'Name');
    return { ref: name, attributes: { Arn: arnOf('events', `event-bus/${name}`), Name: name } };
  },
  'AWS::EventSchemas::Registry': (naming) => {
    const name = nameOf(naming, 'RegistryName');
    const arn = arnOf('schemas', `registry/${name}`);
    return { ref: arn, attributes: { RegistryArn: arn, RegistryName: name } };
  },
  'AWS::Events::Rule': (naming) => {
    const bus = naming.given('EventBusName') ?? 'default';
    const qualified = `${bus === 'default' ? '' : `${bus.split('/').at(-1)}/`}${nameOf(naming, 'Name')}`;
    return {
      ref: qualified.replace('/', '|'),
      attributes: { Arn: arnOf('events', `rule/${qualified}`) },
    };
  },
  'AWS::SecretsManager::Secret': (naming) => {
    const name = nameOf(naming, 'Name');
    const arn = secretArn(name);
    return { ref: arn, attributes: { Id: arn } };
  },
  'AWS::Lambda::Function': (naming) => {
    const name = nameOf(naming, 'FunctionName', 64);
    return { ref: name, attributes: { Arn: arnOf('lambda', `function:${name}`) } };
  },
  // There is one version of a function here, which every version and alias is.
  'AWS::Lambda::Version': (naming) => {
    const arn = `${functionArnOf(naming.given('FunctionName') ?? '')}:1`;
    return { ref: arn, attributes: { FunctionArn: arn, Version: '1' } };
  },
  'AWS::Lambda::Alias': (naming) => {
    const arn = `${functionArnOf(naming.given('FunctionName') ?? '')}:${naming.given('Name')}`;
    return { ref: arn, attributes: { AliasArn: arn } };
  },
  'AWS::Lambda::EventSourceMapping': (naming) => {
    const id = hashOf(naming, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return {
      ref: id,
      attributes: { Id: id, EventSourceMappingArn: arnOf('lambda', `event-source-mapping:${id}`) },
    };
  },
  'AWS::Lambda::Url': (naming) => {
    const target = naming.given('TargetFunctionArn') ?? '';
    const id = hashOf(naming, 32);
    return {
      ref: target,
      attributes: {
        FunctionArn: target,
        FunctionUrl: `https://${id}.lambda-url.${localAccount.region}.on.aws/`,
      },
    };
  },
  'AWS::IAM::Role': (naming) => {
    const name = nameOf(naming, 'RoleName', 64);
    return {
      ref: name,
      attributes: {
        Arn: `arn:${localAccount.partition}:iam::${localAccount.accountId}:role/${name}`,
        RoleId: `AROA${hashOf(naming, 17).toUpperCase()}`,
      },
    };
  },
  'AWS::ApiGatewayV2::Api': (naming) => {
    const id = hashOf(naming, 10);
    return {
      ref: id,
      attributes: {
        ApiId: id,
        ApiEndpoint: `https://${id}.execute-api.${localAccount.region}.amazonaws.com`,
      },
    };
  },
  'AWS::IAM::ManagedPolicy': (naming) => {
    const name = nameOf(naming, 'ManagedPolicyName');
    return {
      ref: `arn:${localAccount.partition}:iam::${localAccount.accountId}:policy/${name}`,
      attributes: {},
    };
  },
  'AWS::Logs::LogGroup': (naming) => {
    const name = naming.given('LogGroupName') ?? `/${naming.stackName}/${naming.logicalId}`;
    return { ref: name, attributes: { Arn: arnOf('logs', `log-group:${name}:*`) } };
  },
  'AWS::SNS::Topic': (naming) => {
    const name = nameOf(naming, 'TopicName');
    const arn = arnOf('sns', name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
};

/** The identity of a resource that only other parts of the template use. */
export function opaqueIdentity({ stackName, logicalId }: Naming): Identity {
  return { ref: `${stackName}-${logicalId}`, attributes: {} };
}

function table(naming: Naming): Identity {
  const name = nameOf(naming, 'TableName');
  const arn = arnOf('dynamodb', `table/${name}`);
  return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/${localStreamLabel}` } };
}

/** The label of a stream is its creation time on AWS. Here each table has one stream with a fixed label. */
export const localStreamLabel = '2026-01-01T00:00:00.000';

function nameOf(naming: Naming, property: string, maxChars = 255): string {
  const { given, stackName, logicalId } = naming;
  const name = given(property) ?? `${stackName}-${logicalId}`;
  if (name.length <= maxChars) return name;
  // What two long names differ in may be at their end.
  const hash = hashOf(naming, 8);
  return `${name.slice(0, maxChars - hash.length - 1)}-${hash}`;
}

function hashOf({ stackName, logicalId }: Naming, characters: number): string {
  return createHash('sha256')
    .update(`${stackName}/${logicalId}`)
    .digest('hex')
    .slice(0, characters);
}
