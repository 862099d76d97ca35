import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDbDeduplication } from 'tributary-gateway/deduplication';
import { createReplyHandler } from './reply.ts';

const { HANDLED_TABLE = '' } = process.env;

const deduplicate = createDynamoDbDeduplication(new DynamoDBClient(), HANDLED_TABLE, {
  claimSeconds: 60,
});

/** A stub: it logs the message to which it would reply. */
export const handler = createReplyHandler(
  async ({ channel, inReplyTo }) => console.log(JSON.stringify({ channel, inReplyTo })),
  { deduplicate },
);
