import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { callbackPrefixes } from '../../shared/payloads/payload-keys.ts';
import { environmentKeys } from '../../shared/runtime/environment.ts';
import { timeoutSeconds } from '../delivery-settings.ts';
import type { GatewaySettings } from '../props/parse-props.ts';
import type { EnabledProvider } from '../props/provider-settings.ts';
import { readWithDataKey, writeWithDataKey } from './data-key.ts';
import { GatewayFunction } from './gateway-function.ts';

/** Properties of {@link ProviderCallback}. */
export interface ProviderCallbackProps {
  readonly provider: EnabledProvider;
  readonly code: lambda.Code;
  readonly settings: GatewaySettings;
  readonly table: dynamodb.Table;
  readonly payloads: s3.Bucket;
  /** That of the callback functions of all providers. */
  readonly logGroup: logs.LogGroup;
  readonly hasFunctionUrl: boolean;
  readonly encryptionKey?: kms.IKey | undefined;
}

/** Receives one provider's callbacks: its secret, its function and its function URL. */
export class ProviderCallback extends Construct {
  readonly provider: EnabledProvider;
  readonly function: lambda.IFunction;
  readonly secret: secretsmanager.Secret;
  /** Base of the function URL, without a slash at the end. Undefined when the gateway has none. */
  readonly functionUrl: string | undefined;

  constructor(scope: Construct, id: string, props: ProviderCallbackProps) {
    super(scope, id);
    this.provider = props.provider;
    this.secret = new secretsmanager.Secret(this, 'Secret', {
      description: `Authenticates callbacks of ${props.provider.name} (docs/secrets.md)`,
      // CloudFormation generates a new value when any of these change, which would break every
      // callback URL in a provider console.
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'token',
        passwordLength: 43,
        excludePunctuation: true,
      },
      ...(props.encryptionKey ? { encryptionKey: props.encryptionKey } : {}),
      // Retained, except when the deployment that creates it fails: nothing is in it yet.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const { channels, signaturePolicy, reservedConcurrency } = props.provider;
    const gatewayFunction = new GatewayFunction(this, 'Callback', {
      description: `Callbacks of ${props.provider.name}`,
      code: props.code,
      settings: props.settings,
      reservedConcurrency: reservedConcurrency ?? props.settings.reservedConcurrency.callbacks,
      // A cold start spends CPU on module loading and TLS, and Lambda allots CPU by memory.
      memoryMb: 512,
      timeout: Duration.seconds(timeoutSeconds.callback),
      // Start and report lines for every callback would cost more than the function itself.
      systemLogLevel: lambda.SystemLogLevel.WARN,
      logGroup: props.logGroup,
      environment: {
        [environmentKeys.eventsTable]: props.table.tableName,
        [environmentKeys.providerSecret]: this.secret.secretArn,
        [environmentKeys.payloadBucket]: props.payloads.bucketName,
        ...(props.provider.generic && {
          [environmentKeys.genericProvider]: JSON.stringify(props.provider.generic),
        }),
        ...(channels && { [environmentKeys.providerChannels]: JSON.stringify(channels) }),
        ...(signaturePolicy && { [environmentKeys.signaturePolicy]: signaturePolicy }),
      },
      permissions: [
        new iam.PolicyStatement({
          // The records of a callback with many items are read and inserted in groups.
          actions: ['dynamodb:PutItem', 'dynamodb:BatchGetItem', 'dynamodb:PartiQLInsert'],
          resources: [props.table.tableArn],
        }),
        new iam.PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: [this.secret.secretArn],
        }),
        new iam.PolicyStatement({
          actions: ['s3:PutObject'],
          resources: callbackPrefixes.map((prefix) => props.payloads.arnForObjects(`${prefix}*`)),
        }),
        ...writeWithDataKey(props.encryptionKey, ['dynamodb', 's3']),
        ...readWithDataKey(props.encryptionKey, ['secretsmanager']),
      ],
    });
    this.function = gatewayFunction.function;
    this.functionUrl = props.hasFunctionUrl
      ? withoutLastSlash(
          // Adds both permissions that a function URL without IAM needs since October 2025:
          // lambda:InvokeFunctionUrl, and lambda:InvokeFunction through the URL only.
          gatewayFunction.function.addFunctionUrl({
            authType: lambda.FunctionUrlAuthType.NONE,
          }).url,
        )
      : undefined;
  }
}

/** Lambda returns `https://<id>.lambda-url.<region>.on.aws/`; the slash belongs to the path. */
function withoutLastSlash(url: string): string {
  return `https://${Fn.select(2, Fn.split('/', url))}`;
}
