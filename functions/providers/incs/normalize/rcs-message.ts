import type { MediaDraft } from '../../../../shared/contract/draft.ts';
import type { Account, Business, Content } from '../../../../shared/contract/index.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import {
  continueWith,
  type ItemPlace,
  invalidShape,
  readItem,
} from '../../../../shared/provider/read-item.ts';
import { toFileKind, toHttpUrl } from '../../../../shared/provider/values/file.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { type RcsMessage, rcsMessage } from '../schema/rcs-message.ts';

/** What the callback says around the message. */
interface Envelope {
  readonly account: Account;
  readonly business: Business | undefined;
}

/** The event of one RCS message of a user. */
export function normalizeRcsMessage(
  item: JsonObject,
  place: ItemPlace,
  envelope: Envelope,
): NormalizeResult {
  return continueWith(readItem(rcsMessage, item, place), (message) => {
    const user = toPhoneOrId(message.senderPhoneNumber);
    const business = envelope.business ?? { id: message.agentId };
    if (business.phone === undefined && business.id === undefined) {
      return invalidShape(place, ['agentId'], 'expected the id of the channel or the agent');
    }
    return {
      kind: 'event',
      draft: {
        type: 'message.received',
        providerEvent: place.providerEvent,
        channel: 'rcs',
        account: { ...envelope.account, agentId: message.agentId },
        occurredAt: message.sendTime,
        data: {
          message: {
            id: message.messageId,
            business,
            user,
            content: toContent(message),
            media: toMedia(message),
          },
        },
      },
    };
  });
}

function toContent({ text, userFile, suggestionResponse, location }: RcsMessage): Content {
  if (suggestionResponse) return toSuggestion(suggestionResponse);
  if (userFile) return { kind: toFileKind(userFile.payload?.mimeType) };
  if (location) {
    return { kind: 'location', latitude: location.latitude, longitude: location.longitude };
  }
  return text === undefined ? { kind: 'unknown' } : { kind: 'text', text };
}

function toSuggestion(response: NonNullable<RcsMessage['suggestionResponse']>): Content {
  const { type, text, postbackData, trackdata } = response;
  return {
    kind: 'suggestion',
    type: type?.toLowerCase() === 'action' ? 'action' : 'reply',
    text,
    postbackData,
    tracking: trackdata && {
      suggestionType: trackdata.suggestionType,
      messageType: trackdata.msgType,
      cardIndex: trackdata.cardIndex,
      suggestionIndex: trackdata.suggestionIndex,
      messageId: trackdata.msgId,
      messageAt: trackdata.msgDate,
      templateId: trackdata.template,
    },
  };
}

function toMedia({ userFile }: RcsMessage): readonly MediaDraft[] {
  if (userFile === undefined) return [];
  const files = [
    { role: 'content' as const, file: userFile.payload },
    { role: 'thumbnail' as const, file: userFile.thumbnail },
  ];
  return files
    .filter(({ file }) => file !== undefined)
    .map(({ role, file }) => ({
      role,
      url: toHttpUrl(file?.fileUri),
      mimeType: file?.mimeType,
      sizeBytes: file?.fileSizeBytes,
      filename: file?.fileName,
    }));
}
