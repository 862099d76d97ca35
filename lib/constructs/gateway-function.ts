import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type EnvironmentKey, environmentKeys } from '../../shared/runtime/environment.ts';
import type { GatewaySettings } from '../props/parse-props.ts';

/** Properties of {@link GatewayFunction}. */
export interface GatewayFunctionProps {
  readonly description: string;
  readonly code: lambda.Code;
  readonly settings: Pick<GatewaySettings, 'retention' | 'logLevel'>;
  /** Of a log group of its own. @default a key of AWS */
  readonly logsEncryptionKey?: kms.IKey | undefined;
  /** Concurrent executions that Lambda reserves. @default none */
  readonly reservedConcurrency?: number | undefined;
  readonly environment: Readonly<Partial<Record<EnvironmentKey, string>>>;
  /** Every action that the function needs, besides writing its log. */
  readonly permissions: readonly iam.PolicyStatement[];
  readonly memoryMb: number;
  readonly timeout: Duration;
  /**
   * Options for Node.js itself (`NODE_OPTIONS`).
   *
   * @default none
   */
  readonly nodeOptions?: string;
  /**
   * Minimum level of Lambda's own log lines (start, report).
   *
   * @default INFO, which is all of them
   */
  readonly systemLogLevel?: lambda.SystemLogLevel;
  /** @default a log group of its own */
  readonly logGroup?: logs.LogGroup;
}

/** The log group of one or several functions of the gateway. */
export function createLogGroup(
  scope: Construct,
  id: string,
  { settings, logsEncryptionKey }: Pick<GatewayFunctionProps, 'settings' | 'logsEncryptionKey'>,
): logs.LogGroup {
  return new logs.LogGroup(scope, id, {
    retention: settings.retention.logsDays,
    ...(logsEncryptionKey && { encryptionKey: logsEncryptionKey }),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

/**
 * A bundled function with a role of its own.
 *
 * The role has exactly `permissions` and may write to the log group of the function. CDK would attach the managed
 * policy AWSLambdaBasicExecutionRole, which allows writing to every log group of the account.
 */
export class GatewayFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: GatewayFunctionProps) {
    super(scope, id);
    this.logGroup = props.logGroup ?? createLogGroup(this, 'Logs', props);
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        work: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [this.logGroup.logGroupArn],
            }),
            ...props.permissions,
          ],
        }),
      },
    });
    const { eventsDays } = props.settings.retention;
    this.function = new lambda.Function(this, 'Function', {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      role: this.role,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      environment: {
        ...props.environment,
        [environmentKeys.logLevel]: props.settings.logLevel,
        ...(props.nodeOptions && { NODE_OPTIONS: props.nodeOptions }),
        ...(eventsDays === undefined
          ? {}
          : { [environmentKeys.retentionDays]: String(eventsDays) }),
      },
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      applicationLogLevelV2: lambda.ApplicationLogLevel[props.settings.logLevel],
      systemLogLevelV2: props.systemLogLevel ?? lambda.SystemLogLevel.INFO,
    });
  }
}
