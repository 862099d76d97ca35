import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { createReader } from 'tributary-gateway/reader';
import { createModerationHandler } from './moderate.ts';

const { EVENTS_TABLE = '' } = process.env;

const reader = createReader({
  dynamodb: new DynamoDBClient(),
  eventsTable: EVENTS_TABLE,
  s3: new S3Client(),
});

/** A stub: it downloads the picture, as a moderation service would, and logs its size. */
export const handler = createModerationHandler(reader, async ({ messageId, url }) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`S3 responded with ${response.status}`);
  const { byteLength } = await response.arrayBuffer();
  console.log(JSON.stringify({ messageId, byteLength }));
});
