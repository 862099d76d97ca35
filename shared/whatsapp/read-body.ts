import { isJsonObject, type JsonObject } from '../json.ts';
import type { ItemPlace, ReadResult } from '../provider/read-item.ts';
import { readContacts } from './contact-cards.ts';
import {
  readButton,
  readLocation,
  readOrder,
  readReaction,
  readRevoke,
  readText,
} from './contents.ts';
import { readEdit } from './edit.ts';
import { toProviderErrors } from './errors.ts';
import { readAudio, readDocument, readImage, readSticker, readVideo, readVoice } from './files.ts';
import { readInteractive } from './interactive.ts';
import { type BodyReader, type MessageBody, withoutFiles } from './message-body.ts';
import type { CloudApiMessage } from './schema.ts';
import { readRequestWelcome, readSystem } from './system.ts';

const readers: ReadonlyMap<string, BodyReader> = new Map([
  ['text', readText],
  ['image', readImage],
  ['audio', readAudio],
  ['voice', readVoice],
  ['video', readVideo],
  ['document', readDocument],
  ['sticker', readSticker],
  ['location', readLocation],
  ['contacts', readContacts],
  ['button', readButton],
  ['interactive', readInteractive],
  ['order', readOrder],
  ['reaction', readReaction],
  ['system', readSystem],
  ['request_welcome', readRequestWelcome],
  ['edit', readEdit],
  ['revoke', readRevoke],
]);

/**
 * What a message says. An unknown type gives content of the kind `unknown` with the type's name:
 * WhatsApp adds types without notice, and the message was received all the same. A message with
 * errors instead of content is `unsupported`, whatever type WhatsApp gives it.
 */
export function readBody(
  { type, errors }: Pick<CloudApiMessage, 'type'> & Partial<Pick<CloudApiMessage, 'errors'>>,
  item: JsonObject,
  place: ItemPlace,
): ReadResult<MessageBody> {
  const read = type === undefined ? undefined : readers.get(type);
  const failed = errors !== undefined && errors.length > 0;
  if (type === 'unsupported' || (failed && (read === undefined || !hasObject(item, type)))) {
    const providerType = toUnsupportedType(item) ?? type;
    const content = {
      kind: 'unsupported',
      providerType,
      errors: toProviderErrors(errors),
    } as const;
    return { kind: 'read', value: withoutFiles(content) };
  }
  return read === undefined
    ? { kind: 'read', value: withoutFiles({ kind: 'unknown', providerType: type }) }
    : read(item, place);
}

function hasObject(item: JsonObject, type: string | undefined): boolean {
  return type !== undefined && typeof item[type] === 'object' && item[type] !== null;
}

/** What WhatsApp could not show (`unsupported.type`): `poll_creation`, `edit` … */
function toUnsupportedType({ unsupported }: JsonObject): string | undefined {
  const type = isJsonObject(unsupported) ? unsupported.type : undefined;
  return typeof type === 'string' && type !== '' ? type : undefined;
}
