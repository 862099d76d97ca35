import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { conversationPartition } from '../../../shared/facts/fact-key.ts';
import { sealFact } from '../../../shared/facts/seal-fact.ts';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const documents = mockClient(DynamoDBDocumentClient);
const reader = createDynamoDbReader(new DynamoDBClient({ region: 'us-east-1' }), 'events');

function itemOf(id: string) {
  const { key, event, conversation } = sealFact(textMessage({ id }), receipt);
  const detail = JSON.stringify(event.detail);
  return { ...key, detail, conversationSort: conversation?.sort };
}

beforeEach(() => {
  documents.reset();
});

it('a page that DynamoDB cut at 1 MB still leads to what is older', async () => {
  const Items = [itemOf('wamid.B'), itemOf('wamid.A')];
  documents.on(QueryCommand).resolves({ Items, LastEvaluatedKey: { pk: 'more' } });
  const page = await reader.conversation('a conversation', { limit: 25 });
  expect(page.messages.map(({ data }) => data.message.id)).toEqual(['wamid.A', 'wamid.B']);
  expect(page.older).toBeDefined();
});

it('a page that ends where the conversation begins leads to nothing older', async () => {
  documents.on(QueryCommand).resolves({ Items: [itemOf('wamid.A')] });
  expect((await reader.conversation('a conversation', { limit: 1 })).older).toBeUndefined();
});

it('a conversation whose key is too long for the index is found all the same', async () => {
  documents.on(QueryCommand).resolves({ Items: [] });
  const key = `whatsapp#15550100001#${'y'.repeat(3_000)}`;
  await reader.conversation(key);
  const [query] = documents.commandCalls(QueryCommand);
  expect(query?.args[0].input.ExpressionAttributeValues).toEqual({
    ':key': conversationPartition(key),
  });
});
