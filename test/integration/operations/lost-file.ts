import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { eventually } from '../../support/eventually.ts';
import type { OperatedGateway } from './operated-gateway.ts';
import { pictureMessage } from './text-message.ts';

/** Sends a picture, and deletes its mirrored file and the event record of it. */
export async function loseFile(gateway: OperatedGateway, id: string): Promise<TributaryEvent> {
  await gateway.post('incs', pictureMessage(id, gateway.mediaUrl('photo.jpg')));
  const message = await gateway.event(
    ({ detail: { data } }) => 'message' in data && data.message.id === id,
  );
  await gateway.event(
    (event) => event['detail-type'] === 'media.stored' && event.detail.data.messageId === id,
  );
  await gateway.aws.s3.send(new DeleteObjectCommand(fileOf(gateway, message)));
  await gateway.aws.dynamodb.send(
    new DeleteItemCommand({
      TableName: gateway.output('EventsTableName'),
      Key: { pk: { S: `message#incs#${id}` }, sk: { S: 'media#0#stored' } },
    }),
  );
  return message;
}

/** Waits until the file of the message is in the bucket. */
export async function expectFile(gateway: OperatedGateway, message: TributaryEvent): Promise<void> {
  await eventually(() => gateway.aws.s3.send(new HeadObjectCommand(fileOf(gateway, message))));
}

function fileOf(gateway: OperatedGateway, { detail: { metadata } }: TributaryEvent) {
  const folder = `incs/${metadata.occurredAt.slice(0, 10)}/${metadata.id}`;
  return { Bucket: gateway.output('MediaBucketName'), Key: `${folder}/0-content.jpg` };
}
