import { type Channel, channels } from '../../../shared/contract/channels.ts';
import { traffics } from '../../../shared/contract/event-kinds.ts';
import { selectCurrentEvents, selectReactions } from '../../../shared/reader/current-events.ts';
import { readCursor } from '../../../shared/reader/cursor.ts';
import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import { isNextCursor } from '../../../shared/reader/read-callback-data.ts';
import { checkConversationsRequest } from '../../../shared/reader/read-conversations.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { isRecord } from '../aws/dynamodb-events-table.ts';
import { readMessage } from '../gateway/read-message.ts';
import { providerIds } from '../known-values.ts';
import { OperatorError } from '../operator-error.ts';
import { noConversation, toKey } from '../users/read-user.ts';
import {
  describeCarriers,
  describeConversations,
  describeMessageState,
  describeTimeline,
} from './describe-messages.ts';
import { describeRecords } from './describe-records.ts';
import { checkKnownProvider, type Question, type QuestionValues, toFound } from './question.ts';

/** What is asked about messages and conversations: each has an access pattern. */
export const messageQuestions: readonly Question[] = [
  {
    name: 'message',
    arguments: '[<provider>] <id>',
    shows: 'a message by either of its ids: its state and its records',
    cost: '1 query, or up to 1 for each provider',
    ask(names) {
      const [id, provider] = names.toReversed();
      const isOnlyProvider = provider === undefined && id !== undefined && providerIds.includes(id);
      if (id === undefined || isOnlyProvider)
        throw new UsageError('name the message: [<provider>] <id>');
      return async ({ table, gateway }) => {
        if (provider !== undefined) checkKnownProvider(provider, gateway);
        const records = (await readMessage(table, id, provider)).filter(isRecord);
        const result = records.length > 0 && {
          state: deriveMessageState(selectCurrentEvents(records), selectReactions(records)),
          records: records.map(({ key, event }) => ({ ...key, event })),
        };
        return toFound(result || undefined, describeMessageState);
      };
    },
  },
  {
    name: 'conversation',
    arguments: '<business> <user>',
    shows: 'its newest page, the oldest message first, each with statuses, files and reactions',
    cost: '2 queries and 1 for each message',
    ask(names, { channel, ...values }) {
      const [business, user] = names;
      if (business === undefined || user === undefined)
        throw new UsageError('name both parties: <business> <user>, each by phone number or id');
      const key = toKey({ channel, business, user });
      const page = readPage(values);
      return async ({ reader }) => {
        const found = await reader.conversation(key, { ...page, include: traffics });
        // A page after a cursor may be empty: nothing was written since.
        const isFound = found.messages.length > 0 || page.newer !== undefined;
        if (!isFound) throw noConversation(key, user);
        return toFound(found, describeTimeline);
      };
    },
  },
  {
    name: 'conversations',
    arguments: '<business>',
    shows: 'those with messages on a --day, or the newest; needs conversationList of the gateway',
    cost: '4 queries a day and 1 for each conversation',
    ask([business], { channel, day, next }) {
      if (business === undefined)
        throw new UsageError('name the business: <business>, by phone number or id');
      const request = { channel: toChannel(channel), business, day, next };
      try {
        checkConversationsRequest(request);
      } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error));
      }
      return async ({ reader, gateway }) => {
        const page = await reader.conversations(request);
        // A page of a list may be empty, and not its last one.
        const isInList = next !== undefined || page.next !== undefined;
        const isFound = page.conversations.length > 0 || isInList;
        if (!isFound && !(await gateway.listsConversations())) throw listsNone(business);
        return toFound(isFound ? page : undefined, describeConversations);
      };
    },
  },
  {
    name: 'callback-data',
    arguments: '<provider> <text>',
    shows: 'the messages and calls to which your app attached this text (callbackData)',
    cost: '1 query and 1 for each message',
    ask([provider, callbackData], { next }) {
      if (provider === undefined || !callbackData)
        throw new UsageError('name the text and its provider: <provider> <text>');
      if (next !== undefined && !isNextCursor(next))
        throw new UsageError(
          `${next} is not a cursor: use one that \`query callback-data\` prints`,
        );
      return async ({ reader, gateway }) => {
        checkKnownProvider(provider, gateway);
        const page = await reader.byCallbackData({ provider, callbackData, next });
        const isEmpty = page.messages.length + page.calls.length === 0;
        return toFound(isEmpty && page.next === undefined ? undefined : page, describeCarriers);
      };
    },
  },
  {
    name: 'records',
    arguments: '<pk>',
    shows: 'the items under a partition key, which lists name as pk',
    cost: '1 query',
    ask([pk]) {
      if (pk === undefined) throw new UsageError('name the partition key: <pk>');
      return async ({ table }) => {
        const items = await table.readPartition(pk);
        const records = items.map(({ key, event, alias }) => ({ ...key, event, alias }));
        return toFound(records.length > 0 ? { records } : undefined, describeRecords);
      };
    },
  },
];

function listsNone(business: string): OperatorError {
  return new OperatorError(
    `this gateway lists no conversations by day: set conversationList of its configuration, which counts from then on, or ask \`query number <user> --business ${business}\``,
  );
}

export function toChannel(name: string | undefined): Channel {
  return channels.find((it) => it === name) ?? 'whatsapp';
}

/** @throws {UsageError} for two cursors, or text that is not one */
export function readPage({ older, newer }: Pick<QuestionValues, 'older' | 'newer'>) {
  if (older !== undefined && newer !== undefined)
    throw new UsageError('--older and --newer name two pages: use one of them');
  const cursor = older ?? newer;
  try {
    if (cursor !== undefined) readCursor(cursor);
  } catch {
    throw new UsageError(`${cursor} is not a cursor: use one that \`query conversation\` prints`);
  }
  return { older, newer };
}
