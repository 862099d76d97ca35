import * as z from 'zod/mini';
import type { ReadItem } from '../../providers/read-item.ts';
import { requiredText } from '../inbound.ts';
import type { JsonObject } from '../json.ts';
import { readAudio, readDocument, readImage, readSticker, readVideo } from './files.ts';
import { type BodyReader, contentReader, type MessageBody, type Where } from './message-body.ts';
import type { CloudApiMessage } from './schema.ts';

const readText = contentReader(z.looseObject({ body: requiredText }), ({ body }) => ({
  kind: 'text',
  text: body,
}));

const readers: ReadonlyMap<string, BodyReader> = new Map([
  ['text', readText],
  ['image', readImage],
  ['audio', readAudio],
  ['video', readVideo],
  ['document', readDocument],
  ['sticker', readSticker],
]);

/**
 * What a message says. A type that is not known here gives content of the kind `unknown` with the
 * type's name: WhatsApp adds types without notice, and the message was received all the same.
 */
export function readContent(
  message: CloudApiMessage,
  item: JsonObject,
  where: Where,
): ReadItem<MessageBody> {
  const { type } = message;
  const read = type === undefined ? undefined : readers.get(type);
  if (type === undefined || read === undefined) {
    return { fits: true, value: { content: { kind: 'unknown', providerType: type }, media: [] } };
  }
  return read(item[type], { ...where, path: [...(where.path ?? []), type] });
}
