import { isJsonObject, type JsonValue } from '../json.ts';
import { inboundObject, optionalObject, requiredText, text } from '../provider/inbound.ts';
import { type ItemPlace, placeWithin, type ReadResult, readItem } from '../provider/read-item.ts';
import { readText } from './contents.ts';
import { readAudio, readDocument, readImage, readVideo } from './files.ts';
import type { BodyReader, MessageBody } from './message-body.ts';

const edit = inboundObject({
  original_message_id: requiredText,
  message: optionalObject({ type: text }),
});

/** WhatsApp lets users edit texts and the captions of files. */
const editable: ReadonlyMap<string, BodyReader> = new Map([
  ['text', readText],
  ['image', readImage],
  ['audio', readAudio],
  ['video', readVideo],
  ['document', readDocument],
]);

/** A user edited an earlier message: which one, its new text or caption, and the file it is of. */
export const readEdit: BodyReader = (message, place) => {
  const editPlace = placeWithin(place, 'edit');
  const read = readItem(edit, message.edit, editPlace);
  if (read.kind === 'unrecognized') return read;
  const { original_message_id: messageId, message: edited } = read.value;
  const revised = readRevised(message.edit, edited?.type, placeWithin(editPlace, 'message'));
  if (revised.kind === 'unrecognized') return revised;
  const { content, media } = revised.value ?? { content: undefined, media: [] };
  const text = content?.kind === 'text' ? content.text : media[0]?.caption;
  return { kind: 'read', value: { content: { kind: 'edit', messageId, text }, media } };
};

function readRevised(
  edited: JsonValue | undefined,
  type: string | undefined,
  place: ItemPlace,
): ReadResult<MessageBody | undefined> {
  const read = type === undefined ? undefined : editable.get(type);
  const revised = isJsonObject(edited) ? edited.message : undefined;
  return read !== undefined && isJsonObject(revised)
    ? read(revised, place)
    : { kind: 'read', value: undefined };
}
