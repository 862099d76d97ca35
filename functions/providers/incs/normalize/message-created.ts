import type { MessageDraft } from '../../../../shared/contract/draft.ts';
import type { Message } from '../../../../shared/contract/message-events.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith, invalidShape, placeWithin } from '../../../../shared/provider/read-item.ts';
import { toMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { isWamid } from '../../../../shared/whatsapp/wamid.ts';
import { manifest } from '../manifest.ts';
import type { ConsoleMessage } from '../schema/console-message.ts';
import { messageCreated } from '../schema.ts';
import { readConsoleContent } from './console-content.ts';
import type { ConsoleBody } from './custom-content.ts';
import { isGroup, type Parties, toParties } from './parties.ts';
import { toReportedErrors } from './statuses.ts';

/**
 * `message_created`: a message of either direction, in the console's form. It is one event, which
 * also holds the status of an outbound message.
 */
export const normalizeMessageCreated = normalizeWith(
  messageCreated,
  ({ message }, item: BodyItem, context) => {
    const ids = toIds(message);
    if (ids === undefined) return invalidShape(item, ['message', 'id'], 'expected an id');
    const parties = toParties(message, context);
    if (parties === undefined) {
      return invalidShape(item, ['message', 'sender'], 'expected a user and a staff account');
    }
    const json = isJsonObject(item.json.message) ? item.json.message : {};
    const body = readConsoleContent(message, json, placeWithin(item, 'message'));
    return continueWith(body, (value) => ({
      kind: 'event',
      draft: {
        type: parties.direction === 'inbound' ? 'message.received' : 'message.sent',
        providerEvent: item.providerEvent,
        channel: parties.channel,
        providerChannel: parties.channelId,
        account: { channelId: parties.channelId },
        occurredAt: message.created_at ?? message.updated_at,
        data: { message: { ...ids, ...toMessage(message, parties, value) } },
      },
    }));
  },
);

/** The WhatsApp id when there is one: the other provider events name the message by it. */
function toIds({
  id,
  channel_msg_id,
}: ConsoleMessage): Pick<Message, 'id' | 'providerMessageId'> | undefined {
  if (isWamid(channel_msg_id)) return { id: channel_msg_id, providerMessageId: id };
  return id === undefined ? undefined : { id };
}

function toMessage(
  message: ConsoleMessage,
  { direction, business, user }: Parties,
  body: ConsoleBody,
): Omit<MessageDraft, 'id' | 'providerMessageId'> {
  const errors = toReportedErrors(message.error);
  return {
    conversation: {
      providerConversationId: message.conversation_id,
      groupId: isGroup(message) ? message.conversation_id : undefined,
    },
    business,
    user,
    ...body,
    status: direction === 'outbound' ? toStatus(message) : undefined,
    errors: errors.length > 0 ? errors : undefined,
  };
}

function toStatus({ channel_status }: ConsoleMessage): Message['status'] {
  return channel_status === undefined
    ? undefined
    : toMessageStatus(channel_status, manifest.statusWords)?.status;
}
