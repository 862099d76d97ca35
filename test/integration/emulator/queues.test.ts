import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startFauxqs } from '../../../tools/emulator/engines/fauxqs.ts';
import {
  createClients,
  localSecretKey,
  ownerAccessKeyId,
} from '../../../tools/emulator-client/aws-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { type SampleGateway, startSampleGateway } from './sample-gateway.ts';

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'tributary-queues-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

describe('the engine for queues', () => {
  it('is reachable only from this machine', async () => {
    const engine = await startFauxqs(undefined);
    onTestFinished(() => engine.stop());

    expect((await fetch(`${engine.endpoint}/health`)).status).toBe(200);
    // A server that listens on all addresses would listen on this one, too.
    const elsewhere = engine.endpoint.replace('127.0.0.1', '127.0.0.2');
    await expect(fetch(`${elsewhere}/health`)).rejects.toThrow();
  });

  it('delivers a message again that an earlier process received and did not delete', async () => {
    const directory = await temporaryDirectory();
    const earlier = await startFauxqs(directory);
    const { sqs } = createClients(earlier.endpoint, 'test');
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({ QueueName: 'q', Attributes: { VisibilityTimeout: '600' } }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'unfinished' }));
    await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    await earlier.stop();

    const engine = await startFauxqs(directory);
    onTestFinished(() => engine.stop());
    const { Messages = [] } = await createClients(engine.endpoint, 'test').sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }),
    );

    expect(Messages.map(({ Body }) => Body)).toEqual(['unfinished']);
  });
});

describe('what the emulator adds to the engine', () => {
  let gateway: SampleGateway;

  beforeAll(async () => {
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'tributary-queues-'));
    gateway = await startSampleGateway({ dataDirectory });
    return async () => {
      await gateway.close();
      await rm(dataDirectory, { recursive: true });
    };
  });

  it('gives queues URLs that lead to it, for a client with defaults', async () => {
    const environment = {
      AWS_ENDPOINT_URL: gateway.awsEndpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: ownerAccessKeyId,
      AWS_SECRET_ACCESS_KEY: localSecretKey,
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    // A client reads them when it is first used.
    onTestFinished(() => void vi.unstubAllEnvs());
    const sqs = new SQSClient();
    onTestFinished(() => sqs.destroy());

    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'a-bot' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }),
    );

    expect(QueueUrl).toBe(`${gateway.awsEndpoint}/000000000000/a-bot`);
    expect(Messages.map(({ Body }) => Body)).toEqual(['hello']);
    const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'a-bot' }));
    expect(found.QueueUrl).toBe(QueueUrl);
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toContain(QueueUrl);
    const unknown = sqs.send(new GetQueueUrlCommand({ QueueName: 'nothing' }));
    await expect(unknown).rejects.toThrow(QueueDoesNotExist);
  });

  it('moves dead letters back to their source queue', async () => {
    const SourceArn = gateway.output('DeadLettersArn');
    const { sqs } = gateway.aws;
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: gateway.output('DeadLettersUrl'),
        MessageBody: '{"detail":{"dynamodb":{"NewImage":{"pk":{"S":"dead"}}}}}',
      }),
    );

    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));

    const { detail } = await gateway.event(({ source }) => source === 'queue-reader');
    expect(detail).toMatchObject({
      id: 'dead',
      record: { eventSourceARN: gateway.output('QueueArn') },
    });
    await eventually(async () => {
      const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
      expect(Results).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }]);
    });
  });

  it('refuses to move messages of a queue that is not a dead-letter queue', async () => {
    const SourceArn = gateway.output('QueueArn');

    await expect(
      gateway.aws.sqs.send(new StartMessageMoveTaskCommand({ SourceArn })),
    ).rejects.toThrow('must be configured as a Dead Letter Queue');
  });

  it('makes a message visible again at once', async () => {
    const { sqs } = gateway.aws;
    const QueueUrl = gateway.output('DeadLettersUrl');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'again' }));
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));

    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );

    const again = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    expect(again.Messages?.[0]?.Body).toBe('again');
  });
});

describe('a FIFO queue', () => {
  let gateway: SampleGateway;
  let queues = 0;

  beforeAll(async () => {
    gateway = await startSampleGateway();
    return () => gateway.close();
  });

  async function createFifo(attributes: Record<string, string> = {}): Promise<string> {
    queues += 1;
    const { QueueUrl = '' } = await gateway.aws.sqs.send(
      new CreateQueueCommand({
        QueueName: `q${queues}.fifo`,
        Attributes: { FifoQueue: 'true', VisibilityTimeout: '600', ...attributes },
      }),
    );
    return QueueUrl;
  }

  const send = (QueueUrl: string, group: string, body: string, id = `${group}-${body}`) =>
    gateway.aws.sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: id,
      }),
    );

  async function receive(QueueUrl: string, WaitTimeSeconds = 0) {
    const { Messages = [] } = await gateway.aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds }),
    );
    return Messages;
  }

  const bodiesOf = (messages: readonly { Body?: string | undefined }[]) =>
    messages.map(({ Body }) => Body).sort();

  it('delivers the first messages of each group, and no other while they are in flight', async () => {
    const url = await createFifo();
    for (const body of ['1', '2']) for (const group of ['a', 'b']) await send(url, group, body);
    const first = await receive(url);
    expect(bodiesOf(first)).toEqual(['1', '1']);
    expect(await receive(url)).toEqual([]);
    const [one] = first;
    await gateway.aws.sqs.send(
      new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: one?.ReceiptHandle }),
    );
    expect(bodiesOf(await receive(url))).toEqual(['2']);
  });

  it('takes one of two messages with one deduplication id', async () => {
    const url = await createFifo();
    await send(url, 'a', 'first', 'same');
    await send(url, 'a', 'second', 'same');
    const [message] = await receive(url);
    expect(message?.Body).toBe('first');
    await gateway.aws.sqs.send(
      new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }),
    );
    expect(await receive(url)).toEqual([]);
  });

  it('holds every message back for the delay of the queue', async () => {
    const url = await createFifo({ DelaySeconds: '2' });
    await send(url, 'a', 'later');
    const { Attributes } = await gateway.aws.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed'],
      }),
    );
    expect(Number(Attributes?.ApproximateNumberOfMessages)).toBe(0);
    expect(bodiesOf(await receive(url, 20))).toEqual(['later']);
  });

  it('receives the events of a rule in the one group that its target names', async () => {
    const url = await createFifo({ ContentBasedDeduplication: 'true' });
    const arn = gateway.output('QueueArn').replace(/[^:]+$/, `q${queues}.fifo`);
    const { eventBridge } = gateway.aws;
    const rule = { Name: 'fifo', EventPattern: '{"source":["fifo"]}' };
    await eventBridge.send(new PutRuleCommand(rule));
    const target = { Id: 'one', Arn: arn };
    const put = (MessageGroupId: string) =>
      eventBridge.send(
        new PutTargetsCommand({
          Rule: rule.Name,
          Targets: [{ ...target, SqsParameters: { MessageGroupId } }],
        }),
      );
    await expect(put('$.detail.conversation')).rejects.toThrow('cannot take the group');
    await put('all');
    const entries = [1, 2].map((n) => ({
      Source: 'fifo',
      DetailType: 'x',
      Detail: JSON.stringify({ conversation: n }),
    }));
    await eventBridge.send(new PutEventsCommand({ Entries: entries }));
    const [message, ...others] = await receive(url, 20);
    expect(JSON.parse(message?.Body ?? '').detail).toEqual({ conversation: 1 });
    expect(others).toEqual([]);
  });
});
