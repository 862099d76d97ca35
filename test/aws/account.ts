import { randomUUID } from 'node:crypto';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { stackOutputs } from '../../shared/runtime/stack-outputs.ts';
import { stackName } from './deploy.ts';
import { emulatorRegion, type OtherEmulator } from './emulator.ts';

/** An event as a queue receives it, as far as the check reads it. */
export interface ReceivedEvent {
  readonly detail: {
    readonly metadata: { readonly id: string; readonly replayed?: boolean };
    readonly data: { readonly message?: { readonly id: string } };
  };
}

/** What the check does in the account beside the operator's CLI. */
export interface Account {
  /**
   * Subscribes as another team does: with a rule on the bus, and a queue.
   *
   * @returns waits for an event of the rule; `undefined` if none comes within half a minute
   */
  subscribe(
    pattern: object,
  ): Promise<(matches: (event: ReceivedEvent) => boolean) => Promise<ReceivedEvent | undefined>>;
  /** Puts the record of a message where Lambda puts records that grew too old. */
  putOldRecord(pk: string): Promise<void>;
  /** Puts a file into the media bucket. @returns where the media mirror can fetch it */
  putFile(body: Buffer, contentType: string): Promise<string>;
}

const waitMs = 30_000;

/** The account of the emulator, with the deployed gateway. */
export function openAccount({ port }: OtherEmulator): Account {
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const settings = { endpoint, region: emulatorRegion, credentials };
  const cloudFormation = new CloudFormationClient(settings);
  const dynamodb = new DynamoDBClient(settings);
  const eventBridge = new EventBridgeClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });

  async function output(name: string): Promise<string> {
    const { Stacks: [stack] = [] } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: stackName }),
    );
    const found = stack?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (found === undefined) throw new Error(`the stack has no output ${name}`);
    return found;
  }

  return {
    async subscribe(pattern) {
      const name = `subscriber-${randomUUID()}`;
      const EventBusName = await output(stackOutputs.eventBus);
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
      );
      const EventPattern = JSON.stringify(pattern);
      await eventBridge.send(new PutRuleCommand({ Name: name, EventBusName, EventPattern }));
      const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn }];
      await eventBridge.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets }));
      return async (matches) => {
        const endsAt = Date.now() + waitMs;
        while (Date.now() < endsAt) {
          const { Messages = [] } = await sqs.send(
            new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }),
          );
          for (const { Body = '', ReceiptHandle } of Messages) {
            await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
            const event: ReceivedEvent = JSON.parse(Body);
            if (matches(event)) return event;
          }
        }
        return undefined;
      };
    },

    async putOldRecord(pk) {
      const { Item: NewImage } = await dynamodb.send(
        new GetItemCommand({
          TableName: await output(stackOutputs.eventsTable),
          Key: { pk: { S: pk }, sk: { S: 'message' } },
        }),
      );
      if (NewImage === undefined) throw new Error(`the table has no record of ${pk}`);
      const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } };
      await s3.send(
        new PutObjectCommand({
          Bucket: await output(stackOutputs.payloadBucket),
          Key: `aws/lambda/${randomUUID()}/shardId-1/2026/11/28/2026-11-28T00.00.00-${randomUUID()}`,
          Body: JSON.stringify({ payload: JSON.stringify({ Records: [record] }) }),
        }),
      );
    },

    async putFile(Body, ContentType) {
      const Bucket = await output(stackOutputs.mediaBucket);
      const Key = `check/${randomUUID()}`;
      await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
      return `${endpoint}/${Bucket}/${Key}`;
    },
  };
}
