import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { z } from 'zod';

const client = new DynamoDBClient({});
const logger = new Logger({ serviceName: 'webhook' });
const body = z.looseObject({
  object: z.string(),
  entry: z.array(z.looseObject({ id: z.string() })),
});

/** The naive handler as it is usually written: with zod's full build and Powertools' logger. */
export async function handler(event: APIGatewayProxyEventV2): Promise<{ statusCode: number }> {
  const { object } = body.parse(JSON.parse(event.body ?? ''));
  const Item = {
    pk: { S: `bare#${event.requestContext.requestId}` },
    sk: { S: object },
    body: { S: event.body ?? '' },
  };
  await client.send(new PutItemCommand({ TableName: process.env.EVENTS_TABLE, Item }));
  logger.info('stored', { object });
  return { statusCode: 200 };
}
