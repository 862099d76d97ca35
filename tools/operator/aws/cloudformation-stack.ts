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
import { providers } from '../../../functions/providers/registry.ts';
import {
  readCallbackOutputs,
  type StackOutputValues,
} from '../../../shared/runtime/stack-outputs.ts';
import { readFunctionSettings, readLogsDays } from '../gateway/function-settings.ts';
import { type Gateway, readResources } from '../gateway/gateway.ts';
import { OperatorError } from '../operator-error.ts';

/**
 * Connects to a deployed stack with the credentials and the region of the environment.
 *
 * @throws {OperatorError} when the stack does not exist
 */
export async function connectToStack(name: string): Promise<Gateway> {
  const cloudFormation = new CloudFormationClient();
  const { id, outputs } = await readStack(cloudFormation, name);
  const clients = {
    dynamodb: new DynamoDBClient(),
    s3: new S3Client(),
    sqs: new SQSClient(),
    eventBridge: new EventBridgeClient(),
    secretsManager: new SecretsManagerClient(),
  };
  const callbacks = readCallbackOutputs(outputs, providers);
  async function readTemplate(): Promise<unknown> {
    const { TemplateBody = '{}' } = await cloudFormation.send(
      new GetTemplateCommand({ StackName: name, TemplateStage: 'Processed' }),
    );
    return JSON.parse(TemplateBody);
  }
  return {
    name,
    userHashKey: id,
    option: `--stack ${name}`,
    localOrigin: undefined,
    clients,
    resources: readResources(outputs),
    callbacks,
    functionSettings: async () => readFunctionSettings(await readTemplate(), callbacks.keys()),
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
