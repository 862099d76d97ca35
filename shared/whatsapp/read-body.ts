import { isEmpty, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
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
import { readTemplate } from './sent-message.ts';
import { readRequestWelcome, readSystem } from './system.ts';

/** A message of the history whose file comes in another callback, with the same id, or never. */
const readPlaceholder: BodyReader = () => ({
  kind: 'read',
  value: withoutFiles({ kind: 'unsupported', providerType: 'media_placeholder', errors: [] }),
});

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
  ['template', readTemplate],
  ['media_placeholder', readPlaceholder],
]);

/** The types that say everything by their name. */
const withoutObject: ReadonlySet<string> = new Set(['request_welcome', 'media_placeholder']);

/**
 * What a message says. An unknown type, and a type whose object is not there, give content of the kind
 * `unknown` with the type's name: WhatsApp adds types without notice, and the message was received all
 * the same. A message with errors instead of content is `unsupported`, whatever type WhatsApp gives it. A
 * message without a type is of the type whose object it has.
 */
export function readBody(
  details: Pick<CloudApiMessage, 'type'> & Partial<Pick<CloudApiMessage, 'errors'>>,
  item: JsonObject,
  place: ItemPlace,
): ReadResult<MessageBody> {
  const { type = toOnlyType(item), errors } = details;
  const read = type === undefined ? undefined : readers.get(type);
  const failed = errors !== undefined && errors.length > 0;
  const isEmptied = lacksContent(type, item);
  if (type === 'unsupported' || (failed && (read === undefined || isEmptied))) {
    const providerType = toUnsupportedType(item) ?? type;
    const content = {
      kind: 'unsupported',
      providerType,
      errors: toProviderErrors(errors),
    } as const;
    return { kind: 'read', value: withoutFiles(content) };
  }
  return read === undefined || isEmptied
    ? { kind: 'read', value: withoutFiles({ kind: 'unknown', providerType: type }) }
    : read(item, place);
}

/** Whether a message has no object of the name of its type. */
export function lacksContent(type: JsonValue | undefined, item: JsonObject): boolean {
  const name = isEmpty(type) ? toOnlyType(item) : type;
  if (typeof name !== 'string') return true;
  return !withoutObject.has(name) && isEmpty(item[name]);
}

/** The type whose object a message has, if it has one such object. */
function toOnlyType(item: JsonObject): string | undefined {
  const [type, ...others] = Object.keys(item).filter(
    (name) => readers.has(name) && !isEmpty(item[name]),
  );
  return others.length === 0 ? type : undefined;
}

/** What WhatsApp could not show (`unsupported.type`): `poll_creation`, `edit` … */
function toUnsupportedType({ unsupported }: JsonObject): string | undefined {
  const type = isJsonObject(unsupported) ? unsupported.type : undefined;
  return typeof type === 'string' && type !== '' ? type : undefined;
}
