import { hash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../tools/emulator/emulator.ts';
import { type AwsClients, createClients } from '../../../tools/emulator-client/aws-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { goldenEvent } from '../../support/golden-events.ts';
import { synthesizeOrderedStack } from './stack.ts';

/** The deployed forwarder, queues and function of an ordered subscription, on the emulator. */
let emulator: Emulator;
let aws: AwsClients;
let directory: string;

const start = () =>
  startEmulator({
    port: 0,
    dataDirectory: path.join(directory, 'data'),
    assemblyDirectory: path.join(directory, 'cdk.out'),
  });

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'tributary-ordered-'));
  synthesizeOrderedStack(path.join(directory, 'cdk.out'));
  emulator = await start();
  aws = createClients(emulator.awsEndpoint, 'test');
  return async () => {
    await emulator.close();
    await rm(directory, { recursive: true });
  };
});

const output = (name: string) => String(emulator.outputs[name]);
const toKey = (user: string) => `whatsapp#15550100001#${user}`;
const inboxUrl = () =>
  output('DeadLettersUrl').replace(/[^/]+$/, output('InboxArn').split(':').at(-1) ?? '');

const golden = goldenEvent('message.received', ({ detail }) => {
  return detail.data.message.content.kind === 'text';
});

/** Puts events on the bus: `<second> <text>`, in this order. */
async function publish(key: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const event = structuredClone(golden);
    const { metadata, data } = event.detail;
    Object.assign(metadata, {
      id: `7a1c2f00-0000-8000-8000-${hash('sha256', `${key} ${text}`).slice(0, 12)}`,
      occurredAt: `2026-01-02T03:04:${text.slice(0, 2)}.000Z`,
    });
    data.message.conversation.key = key;
    data.message.content = { kind: 'text', text };
    await aws.eventBridge.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: output('BusName'),
            Source: event.source,
            DetailType: event['detail-type'],
            Detail: JSON.stringify(event.detail),
          },
        ],
      }),
    );
  }
}

async function records(key: string): Promise<readonly (string | undefined)[]> {
  const { Items = [] } = await aws.dynamodb.send(
    new QueryCommand({
      TableName: output('RecordsTable'),
      KeyConditionExpression: 'conversation = :key',
      ExpressionAttributeValues: { ':key': { S: key } },
      ConsistentRead: true,
    }),
  );
  return Items.map(({ record }) => record?.S);
}

const untilRecorded = (key: string, expected: readonly string[]) =>
  eventually(async () => expect(await records(key)).toEqual(expected));

const handled = (...texts: readonly string[]) =>
  texts.flatMap((text) => [`begins ${text}`, `ends ${text}`]);

/** The dead letter of a conversation, which stays in the queue. */
const untilDeadLetter = (key: string) =>
  eventually(async () => {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: output('DeadLettersUrl'),
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 1,
      }),
    );
    const found = Messages.find(({ Body = '' }) => Body.includes(`"${key}"`))?.Body;
    expect(found).toBeDefined();
    return found ?? '';
  });

describe('an ordered subscription on the emulator', () => {
  it.concurrent('sorts the events of a conversation, and handles one that arrives twice once', async () => {
    const key = toKey('sorted');
    await publish(key, ['03 c', '01 a', '02 b', '01 a']);

    await untilRecorded(key, handled('01 a', '02 b', '03 c'));
  });

  it.concurrent('marks an event that arrives after the window', async () => {
    const key = toKey('late');
    await publish(key, ['02 b']);
    await untilRecorded(key, handled('02 b'));
    await publish(key, ['01 a']);

    await untilRecorded(key, [...handled('02 b'), 'begins 01 a late', 'ends 01 a late']);
  });

  it.concurrent('blocks one conversation at an event that fails, and goes on after its last attempt', async () => {
    const [key, other] = [toKey('blocked'), toKey('free')];
    await publish(key, ['02 poison', '01 a', '03 c']);
    await publish(other, ['02 b', '01 a']);

    await untilRecorded(other, handled('01 a', '02 b'));
    await untilRecorded(key, [
      ...handled('01 a'),
      'begins 02 poison',
      'begins 02 poison',
      ...handled('03 c'),
    ]);
    expect(await untilDeadLetter(key)).toContain('02 poison');
  });

  it.concurrent('counts an attempt that timed out, and keeps the order after it', async () => {
    const key = toKey('hanging');
    await publish(key, ['01 hangs', '02 b']);

    await untilRecorded(key, ['begins 01 hangs', 'begins 01 hangs', ...handled('02 b')]);
    expect(await untilDeadLetter(key)).toContain('01 hangs');
  });

  it.concurrent('handles a dead letter that is moved to the inbox, as a late event', async () => {
    const key = toKey('repaired');
    await publish(key, ['01 poison', '02 b']);
    const before = ['begins 01 poison', 'begins 01 poison', ...handled('02 b')];
    await untilRecorded(key, before);
    // The owner repairs the function; here, the event.
    const repaired = (await untilDeadLetter(key)).replaceAll('poison', 'cure');
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: inboxUrl(), MessageBody: repaired }));

    await untilRecorded(key, [...before, 'begins 01 cure late', 'ends 01 cure late']);
  });
});

it('keeps the order when the emulator ends while events are held back', async () => {
  const key = toKey('restarted');
  await publish(key, ['03 c', '01 a', '02 b']);
  await eventually(async () => {
    const { Attributes } = await aws.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: inboxUrl(), AttributeNames: ['All'] }),
    );
    expect(Attributes?.ApproximateNumberOfMessages).toBe('0');
  });
  await emulator.close();
  emulator = await start();
  aws = createClients(emulator.awsEndpoint, 'test');

  await untilRecorded(key, handled('01 a', '02 b', '03 c'));
});
