import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readHttpSubscriptions } from '../../../shared/http-subscription/description.ts';
import {
  type DescribedGateway,
  readGateways,
} from '../../../shared/runtime/gateway-description.ts';
import {
  readCallbackOutputs,
  type StackOutputValues,
} from '../../../shared/runtime/stack-outputs.ts';
import type { AwsClients } from '../../emulator-client/aws-clients.ts';
import { chooseGateway } from '../gateway/choose-gateway.ts';
import {
  readCallbackLogGroup,
  readFunctionSettings,
  readHasAlarms,
  readListsConversations,
  readLogMetrics,
  readLogsDays,
} from '../gateway/function-settings.ts';
import { type Gateway, type GatewayChoice, readResources } from '../gateway/gateway.ts';
import { OperatorError } from '../operator-error.ts';
import { listRetainedResources } from './cloudformation-retained.ts';

/**
 * Connects to a gateway in a deployed stack with the credentials and the region of the environment.
 *
 * @param gatewayId needed only for a stack with several
 * @throws {OperatorError} when the stack does not exist, or it is not clear which gateway of it
 */
export async function connectToStack(stackName: string, gatewayId?: string): Promise<Gateway> {
  const cloudFormation = new CloudFormationClient();
  const stack = await readStack(cloudFormation, stackName);
  const described = chooseGateway(stackName, stack.outputs, gatewayId);
  const option = [`--stack ${stackName}`, ...(gatewayId ? [`--gateway ${gatewayId}`] : [])];
  return toGateway(cloudFormation, { stackName, ...stack }, described, option.join(' '));
}

/**
 * The gateways of a deployed stack, without connecting to any.
 *
 * @throws {OperatorError} when the stack does not exist
 */
export async function listStackGateways(stackName: string): Promise<readonly GatewayChoice[]> {
  const cloudFormation = new CloudFormationClient();
  const stack = await readStack(cloudFormation, stackName);
  const gateways = readGateways(stack.outputs);
  return gateways.map((described) => {
    const option = `--stack ${stackName}${gateways.length > 1 ? ` --gateway ${described.id}` : ''}`;
    return {
      name: described.name,
      id: described.id,
      connect: async () => toGateway(cloudFormation, { stackName, ...stack }, described, option),
    };
  });
}

interface Stack {
  readonly id: string;
  readonly outputs: StackOutputValues;
}

function toGateway(
  cloudFormation: CloudFormationClient,
  stack: Stack & { readonly stackName: string },
  described: DescribedGateway,
  option: string,
): Gateway {
  const { stackName } = stack;
  const { name, version, outputs, prefix } = described;
  const clients = createDeployedClients();
  const callbacks = readCallbackOutputs(outputs, described.providers);
  async function readTemplate(): Promise<unknown> {
    const { TemplateBody = '{}' } = await cloudFormation.send(
      new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Processed' }),
    );
    return JSON.parse(TemplateBody);
  }
  return {
    name,
    version,
    userHashKey: stack.id,
    option,
    localOrigin: undefined,
    clients,
    resources: readResources(outputs),
    callbacks,
    httpSubscriptions: readHttpSubscriptions(stack.outputs),
    functionSettings: async () =>
      readFunctionSettings(await readTemplate(), callbacks.keys(), prefix),
    logsDays: async () => readLogsDays(await readTemplate()),
    listsConversations: async () => readListsConversations(await readTemplate(), prefix),
    hasAlarms: async () => readHasAlarms(await readTemplate(), name),
    logMetrics: async () => readLogMetrics(await readTemplate(), prefix),
    retainedResources: async () =>
      listRetainedResources(cloudFormation, stack.id, await readTemplate()),
    async callbackLogGroup() {
      const logicalId = readCallbackLogGroup(await readTemplate(), callbacks.keys(), prefix);
      if (logicalId === undefined) return undefined;
      const { StackResourceDetail } = await cloudFormation.send(
        new DescribeStackResourceCommand({ StackName: stackName, LogicalResourceId: logicalId }),
      );
      return StackResourceDetail?.PhysicalResourceId;
    },
  };
}

/** Clients with the credentials and the region of the environment. */
export function createDeployedClients(): AwsClients {
  return {
    lambda: new LambdaClient(),
    dynamodb: new DynamoDBClient(),
    s3: new S3Client(),
    // `AWS_ENDPOINT_URL` may name an endpoint that the URLs of its queues do not have.
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    eventBridge: new EventBridgeClient(),
    secretsManager: new SecretsManagerClient(),
  };
}

/**
 * The outputs of a deployed stack, with or without a gateway.
 *
 * @throws {OperatorError} when the stack does not exist
 */
export async function readStackOutputs(stackName: string): Promise<StackOutputValues> {
  return (await readStack(new CloudFormationClient(), stackName)).outputs;
}

async function readStack(cloudFormation: CloudFormationClient, name: string): Promise<Stack> {
  try {
    const { Stacks: [stack] = [] } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: name }),
    );
    const outputs = Object.fromEntries(
      (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]),
    );
    return { id: stack?.StackId ?? '', outputs };
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('does not exist')) throw error;
    const region = await cloudFormation.config.region();
    throw new OperatorError(
      `the stack ${name} does not exist in ${region}: check the name and AWS_REGION`,
    );
  }
}
