import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../tools/emulator/emulator.ts';
import { describeOmissions } from '../../../tools/emulator/template/omissions.ts';
import { type AwsClients, createClients } from '../../../tools/emulator-client/aws-clients.ts';
import { readEmulatorApp } from '../../../tools/emulator-client/emulator-pages.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { eventually } from '../../support/eventually.ts';
import { findEvent } from '../find-event.ts';
import { synthesizeAnyApp } from './any-app.ts';

let directory: string;
let emulator: Emulator;
let aws: AwsClients;

beforeAll(async () => {
  // Inside the repository, where the code of its functions finds the SDK.
  directory = await mkdtemp(path.join(projectDirectory, 'node_modules', '.any-app-'));
  synthesizeAnyApp(directory);
  emulator = await startAnyApp();
  aws = createClients(emulator.awsEndpoint, 'owner');
  return async () => {
    await emulator.close();
    await rm(directory, { recursive: true });
  };
});

describe('an app of several stacks and a stage', () => {
  it('runs its rules, queues, functions and tables together', async () => {
    const detail = { id: 'A 1', lines: 3 };
    const entry = { EventBusName: 'orders', Source: 'shop', DetailType: 'order' };
    await aws.eventBridge.send(
      new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }),
    );

    await eventually(async () => {
      const Key = { pk: { S: detail.id } };
      const { Item } = await aws.dynamodb.send(
        new GetItemCommand({ TableName: 'Prod-Shared-TableCD117FA1', Key }),
      );
      expect(JSON.parse(Item?.body?.S ?? '{}')).toEqual({
        order: detail.id,
        text: 'order A 1 of shop',
      });
    });
    const relayed = await findEvent(
      `http://127.0.0.1:${emulator.port}`,
      (event) => event.source === 'relay',
    );
    expect(relayed.detail).toEqual(detail);
  });

  it('discards an event for which a function throws, as often as the template says', async () => {
    const entry = { EventBusName: 'orders', Source: 'shop', DetailType: 'complaint' };
    await aws.eventBridge.send(
      new PutEventsCommand({ Entries: [{ ...entry, Detail: '{"id":"A 2"}' }] }),
    );

    const { QueueUrl } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName: 'failed' }));
    const { Messages = [] } = await eventually(async () => {
      const received = await aws.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }),
      );
      expect(received.Messages).toHaveLength(1);
      return received;
    });
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
      requestPayload: { 'detail-type': 'complaint', detail: { id: 'A 2' } },
      responsePayload: { errorMessage: 'a bug' },
    });
  });

  it('says what is left out of it, and why', () => {
    const lines = describeOmissions(emulator.omissions).map((line) =>
      line.replaceAll(/(?<=[a-z])[0-9A-F]{8}\b/g, ''),
    );
    expect(lines).toEqual([
      'AWS::SSM::Parameter Others/Parameter: the emulator does not run this type of resource',
      'AWS::Lambda::Function Others/Report: the emulator runs Node.js, and the function is python3.14',
      'AWS::IAM::Role Others/Role: the emulator does not have the statements of arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess, so it does not check what functions with this role do',
      'AWS::Events::Rule Others/ToBoth: its target arn:aws:sns:us-east-1:000000000000:Others-Topic does not run here',
      'AWS::Events::Rule Others/Nightly: the emulator has no schedules',
      'AWS::Lambda::EventSourceMapping Others/ReportSqsEventSourceOthersQueue7A1D07108D6E4B38: the function Others-Report does not run here',
    ]);
  });

  it('is run in part when its stacks are named, with those that they import of', async () => {
    const part = await startAnyApp(['Prod-Writer']);
    const { stacks } = await readEmulatorApp(`http://127.0.0.1:${part.port}`);
    await part.close();

    expect(stacks.map(({ name }) => name).sort()).toEqual(['Prod-Shared', 'Prod-Writer']);
    await expect(startAnyApp(['Writer'])).rejects.toThrow(
      'the app has no stack Writer: use one of Others, Prod-Shared, Prod-Writer, Prod-Failing',
    );
  });
});

function startAnyApp(stacks: readonly string[] = []): Promise<Emulator> {
  return startEmulator({
    port: 0,
    dataDirectory: path.join(directory, `data-${stacks.length}`),
    assemblyDirectory: directory,
    stacks,
  });
}
