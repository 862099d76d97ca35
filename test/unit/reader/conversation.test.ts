import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { conversationPartition } from '../../../shared/table/index-keys.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const documents = mockClient(DynamoDBDocumentClient);
const reader = createDynamoDbReader(new DynamoDBClient({ region: 'us-east-1' }), 'events');

function itemOf(id: string) {
  const { key, event, conversation } = toEventRecord(textMessage({ id }), receipt);
  const detail = JSON.stringify(event.detail);
  return { ...key, detail, conversationSort: conversation?.sort };
}

beforeEach(() => {
  documents.reset();
});

afterAll(() => {
  documents.restore();
});

it('a page that DynamoDB ends at 1 MB has a cursor to older messages', async () => {
  const Items = [itemOf('wamid.B'), itemOf('wamid.A')];
  documents.on(QueryCommand).resolves({ Items, LastEvaluatedKey: { pk: 'more' } });
  const page = await reader.conversation('a conversation', { limit: 25 });
  expect(page.messages.map(({ data }) => data.message.id)).toEqual(['wamid.A', 'wamid.B']);
  expect(page.older).toBeDefined();
});

it('a page that ends where the conversation begins has no cursor to older messages', async () => {
  documents.on(QueryCommand).resolves({ Items: [itemOf('wamid.A')] });
  expect((await reader.conversation('a conversation', { limit: 1 })).older).toBeUndefined();
});

it('a conversation whose key is too long for the index is found by its hash', async () => {
  documents.on(QueryCommand).resolves({ Items: [] });
  const key = `whatsapp#15550100001#${'y'.repeat(3_000)}`;
  await reader.conversation(key);
  const [query] = documents.commandCalls(QueryCommand);
  expect(query?.args[0].input.ExpressionAttributeValues).toEqual({
    ':key': conversationPartition(key),
  });
});

it('a page has what another app sent, and history, only for a caller who asks', async () => {
  const types = ['message.received', 'standby.message.sent', 'history.message.received'] as const;
  const Items = types.map((type) => {
    const { key, event } = toEventRecord({ ...textMessage({ id: type }), type }, receipt);
    return { ...key, detail: JSON.stringify(event.detail) };
  });
  documents.on(QueryCommand).resolves({ Items });
  const typesOf = async (include?: readonly ('standby' | 'history')[]) => {
    const { messages } = await reader.conversation('a conversation', { include });
    return messages.map(({ metadata }) => metadata.type).toReversed();
  };
  expect(await typesOf()).toEqual(['message.received']);
  expect(await typesOf(['standby'])).toEqual(['message.received', 'standby.message.sent']);
  expect(await typesOf(['standby', 'history'])).toEqual(types);
});

it('a message of an unknown kind has the content that a replay has recognized', async () => {
  const draft = textMessage({ text: 'a kind of tomorrow' });
  const message = {
    ...draft.data.message,
    content: { kind: 'unknown', providerType: 'poll' } as const,
  };
  const unknown = toEventRecord({ ...draft, data: { message } }, receipt);
  const replay = toReplayRecord(toEventRecord(draft, receipt), '2026-02-01T00:00:00.000Z');
  const toItem = ({ key, event }: typeof replay) => ({
    ...key,
    detail: JSON.stringify(event.detail),
  });
  documents.on(QueryCommand).resolves({ Items: [toItem(unknown)] });
  documents
    .on(QueryCommand, { ExpressionAttributeValues: { ':pk': unknown.key.pk } })
    .resolves({ Items: [toItem(unknown), toItem(replay)] });
  const page = await reader.conversation('a conversation');
  expect(page.messages.map(({ data }) => data.message.content)).toEqual([
    { kind: 'text', text: 'a kind of tomorrow' },
  ]);
  expect(page.messages[0]?.metadata).not.toHaveProperty('replayed');
});

it('a page without such a message is one query', async () => {
  documents.on(QueryCommand).resolves({ Items: [itemOf('wamid.A'), itemOf('wamid.B')] });
  await reader.conversation('a conversation');
  expect(documents.commandCalls(QueryCommand)).toHaveLength(1);
});
