import {
  isMessageEvent,
  type MessageType,
  traffics,
} from '../../../shared/contract/event-kinds.ts';
import type { Detail } from '../../../shared/contract/index.ts';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';
import { readMessage } from '../../operator/gateway/read-message.ts';
import { OperatorError } from '../../operator/operator-error.ts';
import type { Chat, ShownRecord } from '../api.ts';
import type { ConversationList } from './conversation-list.ts';

const messagesOnPage = 40;

/** A page of a conversation, by its key with any name of the user: what `query conversation` prints. */
export async function readChat(
  { gateway }: Pick<Stores, 'gateway'>,
  conversations: ConversationList,
  key: string,
  older: string | undefined,
): Promise<Chat> {
  const reader = createDynamoDbReader(gateway.clients.dynamodb, gateway.resources.eventsTable);
  const page = await reader.conversation(key, {
    limit: messagesOnPage,
    include: traffics,
    ...(older !== undefined && { older }),
  });
  const others = conversations.othersOf(page.keys);
  const [calls, payments] = await Promise.all([
    Promise.all(others.calls.map(({ provider, id }) => reader.call(provider, id))),
    Promise.all(others.payments.map(({ provider, ...order }) => reader.payment(provider, order))),
  ]);
  return {
    keys: page.keys,
    isCut: page.isCut,
    messages: page.messages,
    older: page.older,
    calls: calls.filter((call) => call !== undefined),
    payments: payments.filter((payment) => payment !== undefined),
  };
}

/** Every record of a message, with the provider's JSON: what `query message` prints, and more. */
export async function readRecords(
  { table }: Pick<Stores, 'table'>,
  provider: string,
  messageId: string,
): Promise<readonly ShownRecord[]> {
  const items = await readMessage(table, messageId, provider);
  return items
    .map(({ key, event, raw }) => ({ ...key, event, raw: raw() }))
    .sort((one, other) => (timeOf(one) < timeOf(other) ? -1 : 1));
}

function timeOf({ event }: ShownRecord): string {
  return event?.detail.metadata.occurredAt ?? '';
}

/** A message by either of its ids; `undefined` for any other text. */
export async function findMessage(
  { table }: Pick<Stores, 'table'>,
  messageId: string,
): Promise<Detail<MessageType> | undefined> {
  try {
    const items = await readMessage(table, messageId);
    return items.map(({ event }) => event).find(isMessageEvent)?.detail;
  } catch (error) {
    if (error instanceof OperatorError) return undefined;
    throw error;
  }
}
