import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Data, TributaryEvent } from '../../../shared/contract/index.ts';
import { deadLetterKey } from '../../../shared/payloads/payload-keys.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { eventually } from '../../support/eventually.ts';
import { expectFile, loseFile } from './lost-file.ts';
import { type OperatedGateway, startOperatedGateway } from './operated-gateway.ts';
import { pictureMessage } from './text-message.ts';

let gateway: OperatedGateway;

beforeAll(async () => {
  gateway = await startOperatedGateway();
});

afterAll(() => gateway.close());

/** A record of the table's stream with a new event record, as the publisher receives it. */
function streamRecord(id: string) {
  const NewImage = toEventItem(toEventRecord(textMessage({ id }), receipt), { publish: true });
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: '100', NewImage } };
}

async function putPayload(key: string, content: object): Promise<void> {
  await gateway.aws.s3.send(
    new PutObjectCommand({
      Bucket: gateway.output('PayloadBucketName'),
      Key: key,
      Body: JSON.stringify(content),
    }),
  );
}

const isMessage = (id: string) => (event: TributaryEvent) =>
  'message' in event.detail.data && event.detail.data.message.id === id;

describe('event dead letters', () => {
  it('are published with their ids, whether the publisher or Lambda stored them', async () => {
    const payload = JSON.stringify({ Records: [streamRecord('wamid.by-lambda')] });
    await putPayload('aws/lambda/mapping/shard/2026/01/02/record', { version: '1.0', payload });
    await putPayload(deadLetterKey('100'), streamRecord('wamid.by-publisher'));
    const listed = await gateway.tributary('dead-letters', 'list');
    expect(listed.results).toMatchObject([{ kind: 'media', messages: 0 }, { kind: 'events' }, {}]);

    const tried = await gateway.tributary('dead-letters', 'redrive', '--events');
    expect(tried.results).toEqual([{ kind: 'events', dryRun: true, objects: 2 }]);
    const redriven = await gateway.tributary('dead-letters', 'redrive', '--events', '--yes');
    expect(redriven).toMatchObject({
      code: 0,
      results: [{ outcome: 'published' }, { outcome: 'published' }],
    });
    for (const id of ['wamid.by-lambda', 'wamid.by-publisher']) {
      const event = await gateway.event(isMessage(id));
      expect(event.detail).toEqual(toEventRecord(textMessage({ id }), receipt).event.detail);
    }
    expect((await gateway.tributary('dead-letters', 'list')).results).toHaveLength(1);
  });

  it('stay in the payload bucket if they hold no event, and the command fails', async () => {
    await putPayload(deadLetterKey('200'), {
      ...streamRecord('wamid.broken'),
      dynamodb: { SequenceNumber: '200', NewImage: { publish: { N: '1' }, detail: { S: '{' } } },
    });
    const redriven = await gateway.tributary('dead-letters', 'redrive', '--events', '--yes');
    expect(redriven).toMatchObject({ code: 1, results: [{ outcome: 'rejected' }] });
    expect((await gateway.tributary('dead-letters', 'list')).results).toHaveLength(2);
  });
});

describe('files without an outcome', () => {
  it('are mirrored when their messages return from the dead-letter queue', async () => {
    const message = await loseFile(gateway, 'wamid.dead');
    await gateway.aws.sqs.send(
      new SendMessageCommand({
        QueueUrl: gateway.output('MediaDeadLetterQueueUrl'),
        MessageBody: JSON.stringify(message),
      }),
    );
    const tried = await gateway.tributary('dead-letters', 'redrive', '--media');
    expect(tried.results).toEqual([{ kind: 'media', dryRun: true, messages: 1 }]);
    const moved = await gateway.tributary('dead-letters', 'redrive', '--media', '--yes');
    expect(moved).toMatchObject({ code: 0, results: [{ messages: 1 }] });
    await expectFile(gateway, message);
  });

  it('are mirrored by a retry, and only while they are missing', async () => {
    const message = await loseFile(gateway, 'wamid.retry');
    const range = ['--from', message.detail.metadata.receivedAt];
    const tried = await gateway.tributary('media', 'retry', ...range);
    expect(tried.results).toMatchObject([{ dryRun: true, messages: 1, files: 1, failed: 0 }]);
    const retried = await gateway.tributary('media', 'retry', '--message', 'wamid.retry', '--yes');
    expect(retried.results).toMatchObject([{ dryRun: false, messages: 1, files: 1 }]);
    await expectFile(gateway, message);
    await eventually(async () => {
      const nothing = await gateway.tributary('media', 'retry', ...range);
      expect(nothing.results).toMatchObject([{ messages: 0, files: 0 }]);
    });
  });
});

describe('a stored file', () => {
  it('gets a second copy by a forced retry, and the first one stays', async () => {
    const id = 'wamid.stored';
    await gateway.post('incs', pictureMessage(id, gateway.mediaUrl('photo.jpg')));
    const isCopy = (copy: number | undefined) => (event: TributaryEvent) =>
      event['detail-type'] === 'media.stored' &&
      event.detail.data.messageId === id &&
      event.detail.data.copy === copy;
    const first = await gateway.event(isCopy(undefined));

    const retry = ['media', 'retry', '--message', id];
    expect((await gateway.tributary(...retry)).results).toMatchObject([{ files: 0, stored: 1 }]);
    const url = ['--url', gateway.mediaUrl('thumbnail.jpg')];
    const forced = await gateway.tributary(...retry, '--force', ...url, '--yes');
    expect(forced.results).toMatchObject([{ messages: 1, files: 1, copies: 1 }]);

    const second = await gateway.event(isCopy(2));
    expect(await gateway.sortKeys(`message#incs#${id}`)).toEqual([
      'media#0#stored',
      'media#0#stored#2',
      'message',
    ]);
    for (const { detail } of [first, second]) {
      const { bucket, key, sha256 } = detail.data as Data<'media.stored'>;
      const object = await gateway.aws.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const bytes = await object.Body?.transformToByteArray();
      expect(
        createHash('sha256')
          .update(bytes ?? '')
          .digest('hex'),
      ).toBe(sha256);
    }
    const { results } = await gateway.tributary('query', 'message', 'incs', id);
    expect(results).toMatchObject([{ state: { media: [{ stored: second.detail.data }] } }]);
  });
});
