import { readdirSync } from 'node:fs';
import { DeleteItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { providers } from '../../../functions/providers/registry.ts';
import { isMessageEvent, trafficOf } from '../../../shared/contract/event-kinds.ts';
import type { Detail, TributaryEvent } from '../../../shared/contract/index.ts';
import { deadLetterKey } from '../../../shared/payloads/payload-keys.ts';
import { type ItemAttributes, readEvent, toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage as textDraft } from '../../support/drafts.ts';
import { eventually } from '../../support/eventually.ts';
import type { OperatedGateway } from './operated-gateway.ts';
import { documentMessage, pictureMessage, textMessage } from './text-message.ts';

/** The user of every fixture. */
export const erased = '447700900123';
/** Another user, whose data must stay. */
export const other = '447700900222';
/** The id of the other user, which one callback joins to the phone number of the erased user. */
export const otherId = 'GB.99990000111122223333';

/** What only the erased user has, wrote and sent. No spelling of the phone number is in any of it. */
export const marks = {
  userId: 'GB.77770000111122223333',
  name: 'Zelda Unmistakable',
  text: 'the unmistakable words of a text',
  caption: 'the unmistakable words of a caption',
  fileName: 'unmistakable-file.pdf',
  unrecognized: 'the unmistakable words of a body that no adapter reads',
} as const;

/** WhatsApp's id of a message of a user. */
function whatsAppId(user: string, name: string): string {
  const head = Buffer.concat([Buffer.from([0x1c, 0x18, user.length]), Buffer.from(user)]);
  const tail = Buffer.concat([
    Buffer.from([0x15, 0x02, 0x00, 0x12, 0x18, 0x14]),
    Buffer.from(name),
  ]);
  return `wamid.${Buffer.concat([head, tail]).toString('base64')}`;
}

/** Bodies that an adapter does not recognize, each with the user in another spelling. */
function unrecognizedBodies(user: string): readonly string[] {
  const national = `0${user.slice(2)}`;
  const written = [
    user,
    `+${user}`,
    `00${user}`,
    '+44 7700 900123',
    '+44 (0) 7700-900123',
    `call\n${user}`,
    `wa_${user}`,
    `${user}-1234@g.us`,
    `https://shop.example/?from=%2B${user}`,
    whatsAppId(user, 'quarantined'),
    JSON.stringify({ nested: JSON.stringify({ phone: `+${user}` }) }),
    national,
    `${national.slice(0, 5)} ${national.slice(5)}`,
  ];
  return [
    ...written.map((text) => JSON.stringify({ event: 'from_tomorrow', text })),
    `{"event":"from_tomorrow","number":${user}}`,
    `{\n\t"event": "from_tomorrow",\n\t"numbers": [\n\t${user}]}`,
    `{"event":"from_tomorrow","text":"\\u0034${user.slice(1)}"}`,
    `{"event":"from_tomorrow","text":"${user}","text":"twice"}`,
    `{"event":"from_tomorrow","${user}":"as a key"}`,
  ];
}

/** Sends everything that can hold a user, and puts the rest where AWS would. */
export async function seedEstate(gateway: OperatedGateway): Promise<void> {
  await Promise.all(providers.map(({ id }) => sendFixtures(gateway, id)));
  for (const body of unrecognizedBodies(erased)) await gateway.post('incs', body);
  await gateway.post('incs', `{"event":"from_tomorrow","user":"+${other}"}`);
  await seedMarks(gateway);
  await seedRepeats(gateway);
  await seedOther(gateway);
  await seedExpired(gateway);
  await seedDeadLetters(gateway);
  await seedQueue(gateway);
}

/** Sends every fixture of a provider, one after the other. */
async function sendFixtures(gateway: OperatedGateway, provider: string): Promise<void> {
  for (const file of readdirSync(new URL(`../../../fixtures/${provider}`, import.meta.url))) {
    const [, name] = /^(.+)\.payload\.json$/.exec(file) ?? [];
    if (name === undefined) continue;
    // A busy machine may respond with 503. A provider then sends the callback again.
    await eventually(async () =>
      expect(await gateway.send(`${provider}/${name}`), name).toBeOneOf([200, 204]),
    );
  }
}

/** The marks: beside the phone number once, and then beside the id alone. */
async function seedMarks(gateway: OperatedGateway): Promise<void> {
  const { userId, name, text, caption, fileName: filename, unrecognized } = marks;
  const link = gateway.mediaUrl('report.pdf');
  const document = documentMessage('wamid.marked-file', { link, filename, caption }, erased);
  const marked = textMessage('wamid.marked-text', erased).replace('Hello', text);
  const withoutPhone = (body: string) =>
    body
      .replaceAll(`"wa_id":"${erased}"`, `"user_id":"${userId}"`)
      .replaceAll(`"from":"${erased}"`, `"from_user_id":"${userId}"`);
  const bodies = [withUserId(document, userId), withoutPhone(marked)];
  for (const body of bodies) {
    expect(await gateway.post('incs', body.replaceAll('Ada Example', name))).toBe(200);
  }
  const strange = { event: 'from_tomorrow', user_id: userId, text: unrecognized };
  await gateway.post('incs', JSON.stringify(strange));
  await gateway.event(isStored('wamid.marked-file'));
}

/** An alternate comes with the fixtures; a conflict and a replay do not. */
async function seedRepeats(gateway: OperatedGateway): Promise<void> {
  const id = whatsAppId(erased, 'repeated');
  await gateway.post('incs', textMessage(id, erased));
  await gateway.post('incs', textMessage(id, erased).replace('Hello', 'Goodbye'));
  expect((await gateway.tributary('replay', '--message', id, '--yes')).code).toBe(0);
}

/** The other user's messages, and a callback that names the erased user with the other's id. */
async function seedOther(gateway: OperatedGateway): Promise<void> {
  const picture = gateway.mediaUrl('photo.jpg');
  await gateway.post('incs', pictureMessage('wamid.other-picture', picture, other));
  await gateway.post('incs', withUserId(textMessage('wamid.other-by-id', other), otherId));
  await gateway.post('incs', withUserId(textMessage('wamid.joined', erased), otherId));
  await gateway.event(isStored('wamid.other-picture'));
}

const isStored = (id: string) => (event: TributaryEvent) =>
  event['detail-type'] === 'media.stored' && event.detail.data.messageId === id;

function withUserId(body: string, id: string): string {
  return body.replaceAll(/"wa_id":"\d+"/g, (waId) => `${waId},"user_id":"${id}"`);
}

/** A file and raw JSON whose event records have expired: DynamoDB deletes the items, and nothing else. */
async function seedExpired(gateway: OperatedGateway): Promise<void> {
  const picture = gateway.mediaUrl('photo.jpg');
  await gateway.post('incs', pictureMessage('wamid.expired-picture', picture, erased));
  await gateway.event(isStored('wamid.expired-picture'));
  const long = textMessage('wamid.expired-text', erased).replace('Hello', 'A'.repeat(200_000));
  await gateway.post('incs', long);
  for (const id of ['wamid.expired-picture', 'wamid.expired-text']) {
    for (const sk of await gateway.sortKeys(`message#incs#${id}`)) {
      await gateway.aws.dynamodb.send(
        new DeleteItemCommand({
          TableName: gateway.output('EventsTableName'),
          Key: { pk: { S: `message#incs#${id}` }, sk: { S: sk } },
        }),
      );
    }
  }
}

/** A record of the table's stream with a message of this user. */
function streamRecord(user: string, sequence: string) {
  const { data, ...draft } = textDraft({ id: `wamid.dead-${sequence}` });
  const message = { ...data.message, user: { phone: user } };
  const record = toEventRecord({ ...draft, data: { message } }, receipt);
  const NewImage = toEventItem(record, { publish: true });
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: sequence, NewImage } };
}

/** One dead letter as the publisher writes it, and a batch of two users as Lambda writes it. */
async function seedDeadLetters(gateway: OperatedGateway): Promise<void> {
  const put = (Key: string, content: object) =>
    gateway.aws.s3.send(
      new PutObjectCommand({
        Bucket: gateway.output('PayloadBucketName'),
        Key,
        Body: JSON.stringify(content),
      }),
    );
  await put(deadLetterKey('100'), streamRecord(erased, '100'));
  const Records = [streamRecord(erased, '200'), streamRecord(other, '201')];
  await put('aws/lambda/mapping/shard/2026/01/02/batch', {
    version: '1.0',
    payload: JSON.stringify({ Records }),
  });
}

/** Messages whose files the mirror could not store, of both users. */
async function seedQueue(gateway: OperatedGateway): Promise<void> {
  for (const user of [erased, other]) {
    const { dynamodb } = streamRecord(user, '300');
    const detail: unknown = JSON.parse(dynamodb.NewImage.detail.S);
    await gateway.aws.sqs.send(
      new SendMessageCommand({
        QueueUrl: gateway.output('MediaDeadLetterQueueUrl'),
        MessageBody: JSON.stringify({ 'detail-type': 'message.received', detail }),
      }),
    );
  }
}

/** Waits until everything is published and every file has its outcome. */
export async function waitUntilIdle(gateway: OperatedGateway): Promise<void> {
  await eventually(async () => {
    const items = await scanItems(gateway);
    const published = items.filter(({ publish }) => publish !== undefined);
    const onBus = new Set((await gateway.events()).map(({ detail }) => toName(detail.metadata)));
    const waiting = published
      .flatMap((item) => readEvent(item) ?? [])
      .filter(({ detail }) => !onBus.has(toName(detail.metadata)));
    const keys = new Set(items.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`));
    const files = items.flatMap((item) => (item.sk?.S === 'message' ? filesOf(item) : []));
    const open = files.filter((file) => ![...keys].some((key) => key.startsWith(file)));
    expect({ waiting: waiting.length, open }).toEqual({ waiting: 0, open: [] });
  });
}

function toName({ id, replayed }: Detail['metadata']): string {
  return `${id} ${replayed}`;
}

/** The beginnings of the keys of the outcomes of a message's files. */
function filesOf(item: ItemAttributes): readonly string[] {
  const event = readEvent(item);
  // The files of the history are not mirrored unless the owner asks for it.
  if (!isMessageEvent(event) || trafficOf(event['detail-type']) === 'history') return [];
  return event.detail.data.message.media.map(({ index }) => `${item.pk?.S} media#${index}#`);
}

async function scanItems(gateway: OperatedGateway): Promise<readonly ItemAttributes[]> {
  const items: ItemAttributes[] = [];
  const pages = paginateScan(
    { client: gateway.aws.dynamodb },
    { TableName: gateway.output('EventsTableName') },
  );
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}
