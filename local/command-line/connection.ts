import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { createClients, ownerAccessKeyId } from '../aws/clients.ts';
import { runningGatewayFile } from '../data-directory.ts';
import { LocalGatewayError } from '../errors.ts';
import {
  type CallbackUrlsByProvider,
  readCallbackOutputs,
  toCallbackUrls,
} from '../http/callback-urls.ts';

/** The options by which every tool is told which gateway it works with. */
export const connectionOptions = {
  local: { type: 'boolean' },
  stack: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string', default: '.tributary' },
} as const;

export const connectionHelp = `  --local            the gateway on this machine (the default)
  --port N           its port; default: the one that runs on --data, else 8787
  --data DIR         its data directory; default .tributary
  --stack NAME       a deployed stack instead, with the AWS credentials of the environment`;

export type ConnectionValues = {
  readonly stack?: string | undefined;
  readonly port?: string | undefined;
  readonly data: string;
};

/** A gateway that a tool works with. */
export type Connection = {
  readonly dynamodb: DynamoDBClient;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Origin of the local port; undefined for a deployed stack. */
  readonly localOrigin: string | undefined;
  /** Callback URLs by provider id. */
  urls(): Promise<CallbackUrlsByProvider>;
};

/** @throws {LocalGatewayError} when there is no such gateway. */
export async function connect({ stack, port, data }: ConnectionValues): Promise<Connection> {
  return stack === undefined ? connectLocally(port, data) : connectToStack(stack);
}

/**
 * The origin of the gateway on this machine.
 *
 * @throws {LocalGatewayError} for a port that is no number.
 */
export function findLocalOrigin({ port, data }: Pick<ConnectionValues, 'port' | 'data'>): string {
  const number = Number(port ?? runningGatewayFile(data).read()?.port ?? 8787);
  if (!Number.isInteger(number)) throw new LocalGatewayError(`--port ${port} is no port`);
  return `http://127.0.0.1:${number}`;
}

/** Asks the local gateway for something; every other answer than 200 is an error. */
export async function fetchLocally(url: string): Promise<Response> {
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok) return response;
  throw new LocalGatewayError(
    response
      ? `${url} answered ${response.status}: the gateway may still be starting`
      : `no gateway answers at ${new URL(url).origin}: start it with npm start, or name its --port`,
  );
}

const localStack = z.object({
  awsEndpoint: z.string(),
  outputs: z.record(z.string(), z.unknown()),
});

async function connectLocally(port: string | undefined, data: string): Promise<Connection> {
  const origin = findLocalOrigin({ port, data });
  const { awsEndpoint, outputs } = localStack.parse(
    await (await fetchLocally(`${origin}/_local/stack`)).json(),
  );
  const urls = async () =>
    (await (await fetchLocally(`${origin}/_local/urls`)).json()) as CallbackUrlsByProvider;
  const { dynamodb } = createClients(awsEndpoint, ownerAccessKeyId);
  return { dynamodb, outputs, localOrigin: origin, urls };
}

async function connectToStack(stackName: string): Promise<Connection> {
  const { Stacks: [stack] = [] } = await new CloudFormationClient().send(
    new DescribeStacksCommand({ StackName: stackName }),
  );
  const outputs = Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue]),
  );
  const secretsManager = new SecretsManagerClient();
  const urls = () => toCallbackUrls(readCallbackOutputs(outputs), secretsManager);
  return { dynamodb: new DynamoDBClient(), outputs, localOrigin: undefined, urls };
}
