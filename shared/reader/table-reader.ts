import type { Detail, TributaryEvent } from '../contract/index.ts';
import type { StoredRecord } from '../table/event-record.ts';
import { readMessageItems } from '../table/message-partitions.ts';
import {
  messagePartition,
  type PartitionKind,
  partitionKey,
  paymentPartition,
} from '../table/partition-key.ts';
import { type AccountState, deriveAccountState } from './account-state.ts';
import { type CallState, deriveCallState } from './call-state.ts';
import { checkName, checkProvider, toPhoneName } from './conversation-name.ts';
import { selectCurrentEvents, selectReactions } from './current-events.ts';
import { deriveGroupState, type GroupState } from './group-state.ts';
import { deriveMessageState, detailsOf, type MessageState } from './message-state.ts';
import { derivePaymentState, type PaymentState } from './payment-state.ts';
import { derivePhoneState, type PhoneState } from './phone-state.ts';
import {
  type CallbackDataPage,
  type CallbackDataRequest,
  readCallbackData,
} from './read-callback-data.ts';
import {
  readConversation,
  readKeys,
  type TimelinePage,
  type TimelineRequest,
} from './read-conversation.ts';
import {
  type ConversationsPage,
  type ConversationsRequest,
  readConversations,
} from './read-conversations.ts';
import {
  readUserMessages,
  type UserMessagesPage,
  type UserMessagesRequest,
} from './read-user-messages.ts';
import { type TableQueries, toRecords } from './table-queries.ts';
import { deriveTemplateState, type TemplateState } from './template-state.ts';
import { deriveUserState, type UserState } from './user-state.ts';

/** What the table `events` can be asked for. */
export type TableReader = ReturnType<typeof createTableReader>;

/**
 * Reads the table `events` by its access patterns, whatever runs its queries. A call costs one query or two; that of a conversation
 * more, which `readConversation` lists.
 *
 * Every call throws a `RangeError` for a provider, a channel or a user in a spelling that the table cannot
 * have, so that a mistake is not taken for an empty result.
 */
export function createTableReader(queries: TableQueries, now: () => Date) {
  async function queryEvents(pk: string): Promise<readonly TributaryEvent[]> {
    return selectCurrentEvents(toRecords(await queries.queryPartition(pk)));
  }

  function queryThing(
    kind: PartitionKind,
    provider: string,
    id: string,
  ): Promise<readonly TributaryEvent[]> {
    return queryEvents(partitionKey(kind, checkProvider(provider), id));
  }

  async function queryMessage(
    provider: string,
    messageId: string,
  ): Promise<readonly StoredRecord[]> {
    const pk = messagePartition(checkProvider(provider), messageId);
    return toRecords(await readMessageItems(pk, queries.queryPartition));
  }

  return {
    /**
     * Every event record of a message, by either of its ids, with alternates, conflicts and replays, and
     * the reactions to it.
     */
    messageRecords: queryMessage,

    /** A message with its derived state; `undefined` when nothing is known about it. */
    async message(provider: string, messageId: string): Promise<MessageState | undefined> {
      const records = await queryMessage(provider, messageId);
      const events = selectCurrentEvents(records);
      if (events.length === 0) return undefined;
      return deriveMessageState(events, selectReactions(records));
    },

    /**
     * A page of a conversation, by its key with any name of the user: every message, whichever of the
     * names it came with.
     */
    conversation(key: string, request: TimelineRequest = {}): Promise<TimelinePage> {
      return readConversation(queries, key, request);
    },

    /**
     * The conversations of a business that had messages on a day, or the newest ones, each with its newest
     * message. The gateway must list them (`conversationList` of its configuration).
     */
    conversations(request: ConversationsRequest): Promise<ConversationsPage> {
      return readConversations(queries, request, now());
    },

    /**
     * A page of everything that a user wrote and got, over all channels and conversations with these businesses,
     * by any of the user's names.
     */
    userMessages(request: UserMessagesRequest): Promise<UserMessagesPage> {
      return readUserMessages(queries, request);
    },

    /**
     * The messages and calls to which the owner attached a text, such as an order number: Meta's
     * `biz_opaque_callback_data`, the `uid` of InnoPaaS. Several may have the same text.
     */
    byCallbackData(request: CallbackDataRequest): Promise<CallbackDataPage> {
      return readCallbackData(queries, request);
    },

    /** A template's state and history, by its id at the provider. */
    async template(provider: string, templateId: string): Promise<TemplateState | undefined> {
      const events = await queryThing('template', provider, templateId);
      return events.length === 0 ? undefined : deriveTemplateState(events);
    },

    /**
     * Which app is in control of a conversation, by its key with any name of the user: the last report of
     * it; `undefined` as long as no app has given or taken it.
     */
    async owner(
      provider: string,
      key: string,
    ): Promise<Detail<'conversation.updated'> | undefined> {
      const { keys } = await readKeys(queries, key);
      const events = await Promise.all(
        keys.map((each) => queryThing('conversation', provider, each)),
      );
      const changes = detailsOf(events.flat(), 'conversation.updated');
      return changes.findLast(({ data }) => data.aspect === 'owner');
    },

    /** A group's state and history, by its id at the provider. */
    async group(provider: string, groupId: string): Promise<GroupState | undefined> {
      return deriveGroupState(await queryThing('group', provider, groupId));
    },

    /** An account's state and history, by its id at the provider: on WhatsApp `metadata.account.wabaId`. */
    async account(provider: string, accountId: string): Promise<AccountState | undefined> {
      return deriveAccountState(await queryThing('account', provider, accountId));
    },

    /** The state and history of a phone number of the business: with country code in any spelling, or its id. */
    async phone(provider: string, phone: string): Promise<PhoneState | undefined> {
      return derivePhoneState(await queryThing('phone', provider, toPhoneName(phone)));
    },

    /**
     * Preferences, address book entry and changes of identity of a user, under each of the given names: the
     * business-scoped id and the phone number, in any spelling. One query a name.
     */
    async user(provider: string, ...names: readonly string[]): Promise<UserState | undefined> {
      const events = await Promise.all(
        names.map((name) => queryThing('user', provider, checkName(name))),
      );
      return deriveUserState(events.flat());
    },

    /** A call's state and history, by its id at the provider. */
    async call(provider: string, callId: string): Promise<CallState | undefined> {
      return deriveCallState(await queryThing('call', provider, callId));
    },

    /**
     * A payment's state and history.
     *
     * @param order `referenceId`: as in the payment's events. `business`: their
     *   `metadata.account.phoneNumberId`; for a provider without it, its id of the account
     */
    async payment(
      provider: string,
      order: { readonly business: string; readonly referenceId: string },
    ): Promise<PaymentState | undefined> {
      return derivePaymentState(
        await queryEvents(paymentPartition(checkProvider(provider), order)),
      );
    },
  };
}
