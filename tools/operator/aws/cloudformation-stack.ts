import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import {
  readCallbackOutputs,
  type StackOutputValues,
} from '../../../shared/runtime/stack-outputs.ts';
import { chooseGateway } from '../gateway/choose-gateway.ts';
import { readFunctionSettings, readLogsDays } from '../gateway/function-settings.ts';
import { type Gateway, readResources } from '../gateway/gateway.ts';
import { OperatorError } from '../operator-error.ts';

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
  const { name, version, outputs, prefix } = described;
  const clients = {
    dynamodb: new DynamoDBClient(),
    s3: new S3Client(),
    // `AWS_ENDPOINT_URL` may name an endpoint that the URLs of its queues do not have.
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    eventBridge: new EventBridgeClient(),
    secretsManager: new SecretsManagerClient(),
  };
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
    option: [`--stack ${stackName}`, ...(gatewayId ? [`--gateway ${gatewayId}`] : [])].join(' '),
    localOrigin: undefined,
    clients,
    resources: readResources(outputs),
    callbacks,
    functionSettings: async () =>
      readFunctionSettings(await readTemplate(), callbacks.keys(), prefix),
    logsDays: async () => readLogsDays(await readTemplate()),
  };
}

async function readStack(
  cloudFormation: CloudFormationClient,
  name: string,
): Promise<{ readonly id: string; readonly outputs: StackOutputValues }> {
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
