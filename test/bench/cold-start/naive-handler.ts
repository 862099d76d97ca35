import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const client = new DynamoDBClient({});

/**
 * The floor: a webhook handler that stores the unread body, with the unmodified SDK. It does not
 * authenticate the caller, parse the body or detect duplicates.
 */
export async function handler(event: APIGatewayProxyEventV2): Promise<{ statusCode: number }> {
  const Item = {
    pk: { S: `bare#${event.requestContext.requestId}` },
    sk: { S: 'body' },
    body: { S: event.body ?? '' },
  };
  await client.send(new PutItemCommand({ TableName: process.env.EVENTS_TABLE, Item }));
  return { statusCode: 200 };
}
