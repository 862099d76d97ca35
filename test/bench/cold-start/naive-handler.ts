import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const client = new DynamoDBClient({});

/**
 * The floor: a webhook handler that stores the body as it came, with the SDK as it comes. It proves
 * nothing of the caller, reads nothing of the body and knows no repetition.
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
