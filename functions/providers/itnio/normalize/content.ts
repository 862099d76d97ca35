import { isJsonObject, type JsonObject } from '../../../../shared/json.ts';
import type { ItemPlace, ReadResult } from '../../../../shared/provider/read-item.ts';
import type { BodyReader, MessageBody } from '../../../../shared/whatsapp/message-body.ts';
import { lacksContent, readBody } from '../../../../shared/whatsapp/read-body.ts';
import type { CloudApiDetails } from '../../../../shared/whatsapp/schema.ts';
import { readAudio, readDocument, readImage, readSticker, readVideo } from './files.ts';
import { readMenu } from './menu.ts';
import { readUnknown, readUnsupported } from './undisplayable.ts';

/** The types that ITNIO writes in its own form. */
const ownReaders: ReadonlyMap<string | undefined, BodyReader> = new Map([
  ['image', readImage],
  ['audio', readAudio],
  ['video', readVideo],
  ['document', readDocument],
  ['sticker', readSticker],
  ['unknown', readUnknown],
  ['unsupported', readUnsupported],
]);

/**
 * What a message says. ITNIO writes text, location and contacts as WhatsApp's Cloud API does; the
 * types that it does not document (reactions, quick replies, orders …) are read in that form too.
 */
export function readContent(
  details: Pick<CloudApiDetails, 'type' | 'errors'>,
  message: JsonObject,
  place: ItemPlace,
): ReadResult<MessageBody> {
  const { type } = details;
  const read = type === 'interactive' && !isReply(message) ? readMenu : ownReaders.get(type);
  return read === undefined || lacksContent(type, message)
    ? readBody(details, message, place)
    : read(message, place);
}

/** `list_reply`, `button_reply`, `nfm_reply` …: what a user chose, not the menu itself. */
function isReply({ interactive }: JsonObject): boolean {
  if (!isJsonObject(interactive)) return false;
  return [interactive.type, ...Object.keys(interactive)].some(
    (name) => typeof name === 'string' && name.endsWith('_reply'),
  );
}
