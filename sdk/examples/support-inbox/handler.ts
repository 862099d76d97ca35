import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createInboxHandler } from './dynamodb-inbox.ts';

const { INBOX_TABLE = '' } = process.env;

export const handler = createInboxHandler(new DynamoDBClient(), INBOX_TABLE);
