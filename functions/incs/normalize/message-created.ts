import type { Business, Data } from '../../../shared/events/index.ts';
import { conversationKey } from '../../../shared/facts/conversation-key.ts';
import { toErrors } from '../../../shared/normalizers/error-text.ts';
import { isJsonObject, type JsonObject } from '../../../shared/normalizers/json.ts';
import { toMessageStatus } from '../../../shared/normalizers/message-status.ts';
import type { NormalizeContext, Normalized } from '../../../shared/providers/provider.ts';
import { readItem, toJsonPath } from '../../../shared/providers/read-item.ts';
import { type ConsoleMessage, consoleMessage } from '../schema/console-message.ts';
import { isWamid, toBusiness, toChannel } from './channel.ts';
import { readConsoleContent } from './console-content.ts';
import { toCustomChannel } from './custom-content.ts';
import { type Sides, toSides } from './sides.ts';
import { toStatusWord } from './status-code.ts';

type Message = Data<'message.received'>['message'];

const feed = 'message_created';

/**
 * `message_created`: a message of either direction, in the console's form. It is one event; the
 * state of an outbound message is told inside it.
 */
export function normalizeMessageCreated(body: JsonObject, context: NormalizeContext): Normalized {
  const path = ['message'];
  const read = readItem(consoleMessage, body.message, { feed, path });
  if (!read.fits) return { understood: false, misfit: read.misfit };
  const message = read.value;
  const ids = toIds(message);
  if (ids === undefined) return misfit('id', 'expected an id');
  const own = toBusiness({ channel_id: message.auth_id }, context);
  const sides = toSides(message, own?.phone);
  if (sides === undefined) return misfit('sender', 'expected a user and a staff account');
  const channelId = message.auth_id ?? sides.channelId;
  const business = toBusiness({ channel_id: channelId }, context) ?? toStaffBusiness(sides);
  if (business === undefined) return misfit('auth_id', 'expected the id of a channel');
  const content = isJsonObject(body.message) ? body.message.content : undefined;
  const said = readConsoleContent(message, content, { feed, path: [...path, 'content'] });
  if (!said.fits) return { understood: false, misfit: said.misfit };
  const channel =
    toCustomChannel(message) ??
    toChannel(message.channel_msg_id, { channel_id: channelId }, context);
  const { user, direction } = sides;
  const groupId = message.session_type === '2' ? message.conversation_id : undefined;
  const errors = toErrors(message.error);
  return {
    understood: true,
    draft: {
      type: direction === 'inbound' ? 'message.received' : 'message.sent',
      feed,
      channel,
      account: { channelId },
      occurredAt: message.created_at ?? message.updated_at,
      data: {
        message: {
          ...ids,
          direction,
          conversation: {
            key: conversationKey({ channel, business, user, groupId }),
            providerConversationId: message.conversation_id,
            groupId,
          },
          business,
          user,
          ...said.value,
          status: direction === 'outbound' ? toStatus(message) : undefined,
          errors: errors.length > 0 ? errors : undefined,
        },
      },
    },
  };
}

/** The WhatsApp id when there is one: the other feeds name the message by it. */
function toIds({
  id,
  channel_msg_id,
}: ConsoleMessage): Pick<Message, 'id' | 'providerMessageId'> | undefined {
  if (isWamid(channel_msg_id)) return { id: channel_msg_id, providerMessageId: id };
  return id === undefined ? undefined : { id };
}

/** Without a channel, the staff account is all that names the business. */
function toStaffBusiness({ staff }: Sides): Business | undefined {
  return staff === undefined ? undefined : { id: staff };
}

function toStatus({ channel_status }: ConsoleMessage): Message['status'] {
  return channel_status === undefined
    ? undefined
    : toMessageStatus(toStatusWord(channel_status))?.status;
}

function misfit(field: string, problem: string): Normalized {
  const path = toJsonPath(['message', field]);
  return { understood: false, misfit: { reason: 'invalid_shape', feed, path, problem } };
}
