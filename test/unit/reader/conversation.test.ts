import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { conversationPartition } from '../../../shared/table/index-keys.ts';
import { messagePartition } from '../../../shared/table/partition-key.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';

const documents = mockClient(DynamoDBDocumentClient);
const reader = createDynamoDbReader(new DynamoDBClient({ region: 'us-east-1' }), 'events');
const key = 'whatsapp#15550100001#447700900123';

type EventRecord = ReturnType<typeof toEventRecord>;

function toItem({ key: { pk, sk }, event, conversation }: EventRecord) {
  return { pk, sk, detail: JSON.stringify(event.detail), conversationSort: conversation?.sort };
}

/** The index has these items, and the table these items and no links. */
function haveItems(index: readonly EventRecord[], table = index, more: object = {}): void {
  documents.on(QueryCommand).callsFake(({ IndexName, ExpressionAttributeValues }) =>
    IndexName === undefined
      ? {
          Items: table.filter(({ key }) => key.pk === ExpressionAttributeValues[':pk']).map(toItem),
        }
      : { Items: index.map(toItem), ...more },
  );
}

const textOf = (id: string) => toEventRecord(textMessage({ id }), receipt);

beforeEach(() => {
  documents.reset();
});

afterAll(() => {
  documents.restore();
});

it('a page that DynamoDB ends at 1 MB has a cursor to older messages', async () => {
  const items = [textOf('wamid.B'), textOf('wamid.A')];
  haveItems(items, items, { LastEvaluatedKey: { pk: 'more' } });
  const page = await reader.conversation(key, { limit: 25 });
  expect(page.messages.map(({ message }) => message.data.message.id)).toEqual([
    'wamid.A',
    'wamid.B',
  ]);
  expect(page.older).toBeDefined();
});

it('a page that ends where the conversation begins has no cursor to older messages', async () => {
  haveItems([textOf('wamid.A')]);
  expect((await reader.conversation(key, { limit: 1 })).older).toBeUndefined();
});

it('a conversation whose key is too long for the index is found by its hash', async () => {
  haveItems([]);
  const long = `whatsapp#15550100001#${'y'.repeat(3_000)}`;
  await reader.conversation(long);
  const queried = documents.commandCalls(QueryCommand).map(({ args }) => args[0].input);
  expect(queried.find(({ IndexName }) => IndexName)?.ExpressionAttributeValues).toEqual({
    ':key': conversationPartition(long),
  });
});

it('a page has what another app sent, and history, only for a caller who asks', async () => {
  const types = ['message.received', 'standby.message.sent', 'history.message.received'] as const;
  haveItems(types.map((type) => toEventRecord({ ...textMessage({ id: type }), type }, receipt)));
  const typesOf = async (include?: readonly ('standby' | 'history')[]) => {
    const { messages } = await reader.conversation(key, { include });
    return messages.map(({ message }) => message.metadata.type).toReversed();
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
  haveItems([unknown], [unknown, replay]);
  const page = await reader.conversation(key);
  expect(page.messages.map(({ message: { data } }) => data.message.content)).toEqual([
    { kind: 'text', text: 'a kind of tomorrow' },
  ]);
  expect(page.messages[0]?.message.metadata).not.toHaveProperty('replayed');
});

describe('each message of a page', () => {
  const reaction = (id: string, emoji: string | undefined, minute: number) => {
    const draft = textMessage({ id });
    const content = { kind: 'reaction', messageId: 'wamid.A', emoji } as const;
    const occurredAt = `2026-01-02T03:${minute}:05.000Z`;
    const record = toEventRecord(
      { ...draft, occurredAt, data: { message: { ...draft.data.message, content } } },
      receipt,
    );
    const pk = messagePartition('incs', 'wamid.A');
    return { ...record, key: { pk, sk: `reaction#${id}` } };
  };

  it('has its statuses, and the last reaction of each person', async () => {
    const text = textOf('wamid.A');
    const table = [text, toEventRecord(deliveredStatus('wamid.A'), receipt)];
    haveItems([text], [...table, reaction('wamid.R2', '🎉', 20), reaction('wamid.R1', '👍', 10)]);
    const [message] = (await reader.conversation(key)).messages;
    expect(message).toMatchObject({
      status: 'delivered',
      message: { data: { message: { id: 'wamid.A', content: { kind: 'text' } } } },
      reactions: [{ emoji: '🎉', direction: 'inbound', user: { phone: '447700900123' } }],
    });
    expect(message?.statuses).toHaveLength(1);
  });

  it('has no reaction that was removed', async () => {
    const text = textOf('wamid.A');
    haveItems([text], [text, reaction('wamid.R1', '👍', 10), reaction('wamid.R2', undefined, 20)]);
    expect((await reader.conversation(key)).messages[0]?.reactions).toEqual([]);
  });

  it('costs one query, or two where it has a second id', async () => {
    haveItems([textOf('wamid.A'), textOf('wamid.B')]);
    await reader.conversation(key);
    // One for the links, one for the page, and one for each message.
    expect(documents.commandCalls(QueryCommand)).toHaveLength(4);
  });
});

describe('a name', () => {
  const queriedBy = async (name: string) => {
    haveItems([]);
    const { keys } = await reader.conversation(name);
    return keys;
  };

  it.each(['447700900123', '+44 7700 900123', '+44 (7700) 900-123'])(
    'is found in every spelling: %s',
    async (user) => {
      expect(await queriedBy(`whatsapp#15550100001#${user}`)).toEqual([key]);
      expect(await queriedBy(`whatsapp#+1 555 010 0001#${user}`)).toEqual([key]);
    },
  );

  it.each([
    ['whatsapp#15550100001#gb.13491208655302741918', 'write GB.13491208655302741918'],
    ['WhatsApp#15550100001#447700900123', 'one of whatsapp'],
    ['447700900123', '<channel>#<business>#<user>'],
    ['whatsapp#15550100001', '<channel>#<business>#<user>'],
  ])('that no conversation can have is refused, with what to write: %s', async (name, advice) => {
    await expect(reader.conversation(name)).rejects.toThrow(RangeError);
    await expect(reader.conversation(name)).rejects.toThrow(advice);
  });

  it('of a group and of a username is found as it is', async () => {
    expect(await queriedBy('whatsapp#15550100001#group:G1')).toEqual([
      'whatsapp#15550100001#group:G1',
    ]);
    expect(await queriedBy('whatsapp#15550100001#jo.smith')).toEqual([
      'whatsapp#15550100001#jo.smith',
    ]);
  });

  it('of a provider is refused in the wrong case', async () => {
    await expect(reader.message('INCS', 'wamid.A')).rejects.toThrow('write incs');
    await expect(reader.group('Meta', 'G1')).rejects.toThrow('write meta');
  });
});
