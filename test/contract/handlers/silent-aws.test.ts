import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { awsClientSettings } from '../../../functions/http-delivery/limits.ts';
import { clientSettings } from '../../../functions/publisher/client-settings.ts';
import { silence, startScriptedAws, stubEnvironment } from './scripted-aws.ts';

const aws = await startScriptedAws();
stubEnvironment(aws.origin);
beforeEach(() => aws.reset());
afterAll(() => aws.stop());

it.each([
  ['the publisher', clientSettings],
  ['an HTTP subscription', awsClientSettings],
])(
  'a client of %s ends a call to a service that is silent, and not at its first attempt',
  async (_, settings) => {
    aws.respondTo('PutItem', () => silence);
    const requestHandler = { ...settings.requestHandler, requestTimeout: 100 };
    const client = new DynamoDBClient({ ...settings, requestHandler });
    const call = client.send(new PutItemCommand({ TableName: 'events', Item: { pk: { S: 'a' } } }));
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(aws.attempts('PutItem')).toBeGreaterThan(1);
  },
);
