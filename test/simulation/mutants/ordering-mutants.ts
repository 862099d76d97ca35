import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { ConversationOrder } from '../../../sdk/handler/conversation-order.ts';
import { type GatewayCode, gatewayCode } from '../gateway-code.ts';
import type { Changes } from './mutant.ts';

/** An ordered subscriber with another order of conversations. */
function withOrder(
  change: (order: ConversationOrder) => Partial<ConversationOrder>,
): Partial<GatewayCode> {
  return {
    createDynamoDbConversationOrder: (...args) => {
      const order = gatewayCode.createDynamoDbConversationOrder(...args);
      return { ...order, ...change(order) };
    },
  };
}

/** Begins also when another invocation has begun meanwhile. */
function beginsBesideOthers(order: ConversationOrder): Partial<ConversationOrder> {
  return {
    isBusy: async () => false,
    begin: async (conversation, event, before) => {
      try {
        return await order.begin(conversation, event, before);
      } catch {
        return order.begin(conversation, event, await order.readProgress(conversation));
      }
    },
  };
}

/** Each ticket in a message group of its own. */
const withoutGroups: GatewayCode['createSqsTicketQueue'] = (client, url) => {
  const ungrouped: typeof client = Object.assign(Object.create(client), {
    send: (command: object) => {
      if (command instanceof SendMessageBatchCommand) {
        for (const entry of command.input.Entries ?? []) {
          entry.MessageGroupId = entry.MessageDeduplicationId;
        }
      }
      return Reflect.apply(client.send, client, [command]);
    },
  });
  return gatewayCode.createSqsTicketQueue(ungrouped, url);
};

export const orderingChanges: Changes = {
  'handles the events that are due the newest first': [
    'ordered: by the time of events, or marked as late',
    withOrder(({ readWaiting }) => ({
      readWaiting: async (...args) => (await readWaiting(...args)).toReversed(),
    })),
  ],
  'forgets how far a conversation has come': [
    'ordered: by the time of events, or marked as late',
    withOrder(({ readProgress }) => ({
      readProgress: async (conversation) => ({
        ...(await readProgress(conversation)),
        begunUntil: undefined,
      }),
    })),
  ],
  'handles two events of a conversation at the same time': [
    'ordered: one at a time in a conversation',
    { ...withOrder(beginsBesideOthers), createSqsTicketQueue: withoutGroups },
  ],
  'does not hold events back as long as it promises': [
    'ordered: late only after the window',
    { delaysTickets: false },
  ],
  'remembers an event as handled before it is': [
    'ordered: each event at least once',
    withOrder(({ begin, complete }) => ({
      begin: async (conversation, event, before) => {
        const progress = await begin(conversation, event, before);
        await complete(conversation, event);
        return progress;
      },
    })),
  ],
  'reports every event to the forwarder as stored': [
    'ordered: each event at least once',
    {
      forwardBatch: async (...args) => {
        await gatewayCode.forwardBatch(...args);
        return { batchItemFailures: [] };
      },
    },
  ],
  'moves no event to the dead letters': [
    'ordered: each event at least once',
    withOrder(({ complete }) => ({ moveToDeadLetters: complete })),
  ],
};
