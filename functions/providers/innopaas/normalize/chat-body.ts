import type { Content } from '../../../../shared/contract/index.ts';
import { isJsonObject, type JsonObject } from '../../../../shared/json.ts';
import { requiredText } from '../../../../shared/provider/inbound.ts';
import type { ReadItem } from '../../../../shared/provider/read-item.ts';
import {
  contentReader,
  type MessageBody,
  type Where,
} from '../../../../shared/whatsapp/message-body.ts';
import { readSaying } from './cloud-api-message.ts';

const readText = contentReader('text', requiredText, (text) => ({ kind: 'text', text }));

/**
 * What a message of the chat room says. Only text is documented, as `{"text": "…"}`. The other types
 * are read like those of the Cloud API, with or without a level that is named after the type. What
 * does not fit that either is of an unknown kind: the message was written all the same.
 */
export function readChatBody(
  type: string | undefined,
  context: JsonObject,
  where: Where,
): ReadItem<MessageBody> {
  if (type === undefined) return only({ kind: 'unknown' });
  const named = context[type];
  const isNamed = typeof named === 'object' && named !== null;
  if (type === 'text' && !isNamed) return readText(context, where);
  const said = readSaying({ type, [type]: isNamed ? named : context }, where);
  return said.fits || type === 'text' ? said : only({ kind: 'unknown', providerType: type });
}

function only(content: Content): ReadItem<MessageBody> {
  return { fits: true, value: { content, media: [] } };
}

/** The object that says it, as it stands in a callback. */
export function toChatContext({ body }: JsonObject): JsonObject {
  return isJsonObject(body) && isJsonObject(body.context) ? body.context : {};
}
