import { conversationKey } from '../../facts/conversation-key.ts';
import type { Normalized } from '../../providers/provider.ts';
import { readItem, toJsonPath } from '../../providers/read-item.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { readContent } from './content.ts';
import type { Where } from './message-body.ts';
import type { CloudApiOrigin } from './origin.ts';
import { type PersonRef, toAccount, toBusiness, toUser } from './parties.ts';
import { type CloudApiContact, type CloudApiMetadata, cloudApiMessage } from './schema.ts';

/** What a `value` says around its messages and statuses. */
export interface ValueContext {
  readonly origin: CloudApiOrigin;
  readonly metadata: CloudApiMetadata;
  contactOf(ref: PersonRef): CloudApiContact | undefined;
}

/** The event of one entry of `messages`. */
export function normalizeMessage(
  item: JsonValue,
  { origin, metadata, contactOf }: ValueContext,
  where: Where & { readonly path: readonly PropertyKey[] },
): Normalized {
  const read = readItem(cloudApiMessage, item, where);
  if (!read.fits) return { understood: false, misfit: read.misfit };
  const message = read.value;
  const ref: PersonRef = {
    waId: message.from,
    userId: message.from_user_id,
    parentUserId: message.from_parent_user_id,
  };
  const user = toUser(ref, contactOf(ref));
  if (user === undefined) {
    return {
      understood: false,
      misfit: {
        reason: 'invalid_shape',
        feed: origin.feed,
        path: toJsonPath([...where.path, 'from']),
        problem: 'expected the phone number or the id of a user',
        raw: where.raw,
      },
    };
  }
  const body = readContent(message, isJsonObject(item) ? item : {}, where);
  if (!body.fits) return { understood: false, misfit: body.misfit };
  const business = toBusiness(metadata, origin);
  const groupId = message.group_id;
  return {
    understood: true,
    draft: {
      type: 'message.received',
      feed: origin.feed,
      channel: 'whatsapp',
      account: toAccount(metadata, origin),
      occurredAt: message.timestamp,
      data: {
        message: {
          id: message.id,
          direction: 'inbound',
          conversation: {
            key: conversationKey({ channel: 'whatsapp', business, user, groupId }),
            groupId,
          },
          business,
          user,
          content: body.value.content,
          media: body.value.media,
        },
      },
      raw: where.raw,
    },
  };
}
