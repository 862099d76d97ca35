import { conversationKey } from '../../../../shared/contract/conversation-key.ts';
import type { Data } from '../../../../shared/contract/index.ts';
import { isJsonObject, type JsonObject } from '../../../../shared/json.ts';
import { invalidShape } from '../../../../shared/provider/invalid-shape.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { toMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { type ConsoleMessage, consoleMessage } from '../schema/console-message.ts';
import { isWamid } from './channel.ts';
import { readConsoleContent } from './console-content.ts';
import type { ConsoleBody } from './custom-content.ts';
import { type Parties, toParties } from './parties.ts';
import { toReportedErrors } from './reported-errors.ts';
import { isGroup } from './sides.ts';
import { toStatusWord } from './status-code.ts';

type Message = Data<'message.received'>['message'];

const providerEvent = 'message_created';

/**
 * `message_created`: a message of either direction, in the console's form. It is one event; the
 * state of an outbound message is told inside it.
 */
export function normalizeMessageCreated(body: JsonObject, context: NormalizeContext): Normalized {
  const path = ['message'];
  const read = readItem(consoleMessage, body.message, { providerEvent, path });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const message = read.value;
  const ids = toIds(message);
  if (ids === undefined) return invalidShape(providerEvent, ['message', 'id'], 'expected an id');
  const parties = toParties(message, context);
  if (parties === undefined) {
    return invalidShape(
      providerEvent,
      ['message', 'sender'],
      'expected a user and a staff account',
    );
  }
  const item = isJsonObject(body.message) ? body.message : {};
  const said = readConsoleContent(message, item, { providerEvent, path });
  if (!said.fits) return { understood: false, unrecognized: said.unrecognized };
  return {
    understood: true,
    draft: {
      type: parties.direction === 'inbound' ? 'message.received' : 'message.sent',
      providerEvent,
      channel: parties.channel,
      account: { channelId: parties.channelId },
      occurredAt: message.created_at ?? message.updated_at,
      data: { message: { ...ids, ...toMessage(message, parties, said.value) } },
    },
  };
}

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
  { direction, channel, business, user }: Parties,
  body: ConsoleBody,
): Omit<Message, 'id' | 'providerMessageId'> {
  const groupId = isGroup(message) ? message.conversation_id : undefined;
  const errors = toReportedErrors(message.error);
  return {
    direction,
    conversation: {
      key: conversationKey({ channel, business, user, groupId }),
      providerConversationId: message.conversation_id,
      groupId,
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
    : toMessageStatus(toStatusWord(channel_status))?.status;
}
