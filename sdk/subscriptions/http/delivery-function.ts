import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { HttpVariable } from '../../../shared/http-subscription/http-variables.ts';

export interface DeliveryFunctionProps {
  readonly timeout: Duration;
  readonly logRetention: logs.RetentionDays;
  readonly environment: Readonly<Partial<Record<HttpVariable, string>>>;
  /** Every action that the function needs from the start, besides writing its log. */
  readonly permissions: readonly iam.PolicyStatement[];
}

/** The function of an HTTP subscription, with a role and a log group of its own. */
export class DeliveryFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: DeliveryFunctionProps) {
    super(scope, id);
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // CDK's own role could write to every log group of the account.
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
    this.function = this.#createFunction(props);
    Validations.of(this).acknowledge(
      {
        id: 'Serverless-LambdaDLQ',
        reason: 'The function is not invoked asynchronously. Its queue has a dead-letter queue.',
      },
      {
        id: 'Serverless-LambdaTracing',
        reason: 'X-Ray would cost more than the function. Log lines carry the ids of events.',
      },
    );
  }

  #createFunction({ timeout, environment }: DeliveryFunctionProps): lambda.Function {
    const settings = {
      description: 'Posts the events of an HTTP subscription',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      role: this.role,
      memorySize: 256,
      timeout,
      environment: { ...environment },
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      applicationLogLevelV2: lambda.ApplicationLogLevel.INFO,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
    };
    if (isPackaged) {
      return new lambda.Function(this, 'Function', {
        ...settings,
        handler: 'index.handler',
        code: lambda.Code.fromAsset(fileURLToPath(builtFunction)),
      });
    }
    return new NodejsFunction(this, 'Function', {
      ...settings,
      entry: fileURLToPath(entry),
      handler: 'handler',
      bundling: { minify: true, externalModules: [], mainFields: ['module', 'main'] },
    });
  }
}

/** Whether this is the module of the package, which has the function built, and not the one of the repository. */
const isPackaged = extname(import.meta.url) === '.js';

const builtFunction = new URL('../../../../functions/http-delivery', import.meta.url);

const entry = new URL('../../../functions/http-delivery/handler.ts', import.meta.url);
