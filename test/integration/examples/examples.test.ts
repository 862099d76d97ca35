import { readFile } from 'node:fs/promises';
import { CreateTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDbDeduplication } from '../../../sdk/deduplication/index.ts';
import { createReplyHandler } from '../../../sdk/examples/auto-reply/reply.ts';
import { AutoReplyStack } from '../../../sdk/examples/auto-reply/stack.ts';
import { createModerationHandler } from '../../../sdk/examples/media-consumer/moderate.ts';
import { MediaConsumerStack } from '../../../sdk/examples/media-consumer/stack.ts';
import { createInboxHandler } from '../../../sdk/examples/support-inbox/dynamodb-inbox.ts';
import { SupportInboxStack } from '../../../sdk/examples/support-inbox/stack.ts';
import { createNotificationHandler } from '../../../sdk/examples/template-notifier/notify.ts';
import { TemplateNotifierStack } from '../../../sdk/examples/template-notifier/stack.ts';
import { createReader } from '../../../sdk/reader/index.ts';
import type { Emulator } from '../../../tools/emulator/emulator.ts';
import { type AwsClients, createClients } from '../../../tools/emulator-client/aws-clients.ts';
import {
  readCallbackFixture,
  withLocalMedia,
} from '../../../tools/emulator-client/callback-fixtures.ts';
import { startGateway } from '../start-gateway.ts';
import { subscribe, synthesizeExample } from './local-subscription.ts';

/**
 * Each example runs as when it is deployed. The rule of its synthesized template is on the bus of an
 * emulator, a provider sends a callback, and the handler receives the events that the rule matches.
 */
let gateway: Emulator;
let aws: AwsClients;
let busArn: string;
let origin: string;

beforeAll(async () => {
  gateway = await startGateway();
  aws = createClients(gateway.awsEndpoint, 'test');
  busArn = String(gateway.outputs.EventBusArn);
  origin = `http://127.0.0.1:${gateway.port}`;
});

afterAll(() => gateway?.close());

/** Sends a fixture as its provider would. */
async function sendCallback(fixture: string): Promise<void> {
  const { body, provider = '' } = await readCallbackFixture(fixture);
  const urls = await gateway.urls();
  const response = await fetch(urls[provider]?.api ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...urls[provider]?.headers },
    body: withLocalMedia(body, origin),
  });
  expect(response.ok).toBe(true);
}

async function createTable(TableName: string, key: string): Promise<string> {
  await aws.dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    }),
  );
  return TableName;
}

describe('the auto-reply bot', () => {
  it('replies once to a text that is delivered twice, and never to a picture', async () => {
    const sent: object[] = [];
    const handle = createReplyHandler(async (message) => void sent.push(message), {
      deduplicate: createDynamoDbDeduplication(
        aws.dynamodb,
        await createTable('bot-handled', 'id'),
        { claimSeconds: 60 },
      ),
    });
    const rule = await subscribe(gateway, synthesizeExample(AutoReplyStack, { busArn }));
    await sendCallback('incs/new_message.whatsapp-image.with-caption');
    await sendCallback('incs/new_message.whatsapp-text');
    const event = await rule.nextEvent();
    await handle(event);
    await handle(event);
    expect(sent).toEqual([
      expect.objectContaining({
        channel: 'whatsapp',
        from: expect.stringMatching(/^\d+$/),
        to: expect.stringMatching(/^\d+$/),
        inReplyTo: expect.stringMatching(/^wamid\./),
      }),
    ]);
  });
});

describe('the support inbox', () => {
  it('stores who wrote last, for any order of events', async () => {
    const table = await createTable('inbox', 'conversation');
    const handle = createInboxHandler(aws.dynamodb, table);
    const rule = await subscribe(gateway, synthesizeExample(SupportInboxStack, { busArn }));
    await sendCallback('incs/message_created.101-text-inbound');
    await sendCallback('incs/message_created.101-text-outbound');
    const inbound = await rule.nextBatch();
    const outbound = await rule.nextBatch();
    for (const batch of [outbound, inbound, outbound]) {
      expect(await handle(batch)).toEqual({ batchItemFailures: [] });
    }
    for (const [batch, side] of [
      [inbound, 'inboundAt'],
      [outbound, 'outboundAt'],
    ] as const) {
      const { detail } = JSON.parse(batch.Records[0]?.body ?? '');
      const { Item } = await aws.dynamodb.send(
        new GetItemCommand({
          TableName: table,
          Key: { conversation: { S: detail.data.message.conversation.key } },
        }),
      );
      expect(Item?.[side]?.S).toBe(detail.metadata.occurredAt);
    }
  });
});

describe('the template-status notifier', () => {
  it('notifies people of a rejected template with its reason, and not of an approved one', async () => {
    const texts: string[] = [];
    const handle = createNotificationHandler(async (text) => void texts.push(text));
    const rule = await subscribe(gateway, synthesizeExample(TemplateNotifierStack, { busArn }));
    await sendCallback('innopaas/whatsapp_template_status_updated.approved');
    await sendCallback('innopaas/whatsapp_template_status_updated.rejected');
    await handle(await rule.nextEvent());
    expect(texts).toEqual([expect.stringMatching(/^Template .+ of innopaas is REJECTED: \S/)]);
  });
});

describe('the media consumer', () => {
  it('receives a link to a picture that works without credentials', async () => {
    const urls: string[] = [];
    const reader = createReader({
      dynamodb: aws.dynamodb,
      eventsTable: String(gateway.outputs.EventsTableName),
      s3: aws.s3,
    });
    const handle = createModerationHandler(reader, async ({ url }) => void urls.push(url));
    const rule = await subscribe(
      gateway,
      synthesizeExample(MediaConsumerStack, {
        busArn,
        eventsTableName: String(gateway.outputs.EventsTableName),
        subscriberPolicyArn: 'arn:aws:iam::111122223333:policy/subscriber',
      }),
    );
    await sendCallback('incs/new_message.whatsapp-audio');
    await sendCallback('incs/new_message.whatsapp-image');
    await handle(await rule.nextEvent());
    const picture = await fetch(urls[0] ?? '');
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(
      await readFile('fixtures/media/photo.jpg'),
    );
  });
});
