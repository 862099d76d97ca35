import type { MediaDraft } from '../contract/draft.ts';
import { isEmpty, isJsonObject, type JsonValue } from '../json.ts';
import { inboundObject, optionalObject, requiredText, text } from '../provider/inbound.ts';
import {
  continueWith,
  type ItemPlace,
  mapRead,
  placeWithin,
  type ReadResult,
  readItem,
} from '../provider/read-item.ts';
import { readText } from './contents.ts';
import { readAudio, readDocument, readImage, readVideo } from './files.ts';
import type { BodyReader } from './message-body.ts';

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
  return continueWith(
    readItem(edit, message.edit, editPlace),
    ({ original_message_id: messageId, message: edited }) =>
      mapRead(
        readRevision(message.edit, edited?.type, placeWithin(editPlace, 'message')),
        ({ text, media }) => ({ content: { kind: 'edit', messageId, text }, media }),
      ),
  );
};

/** The text or caption after an edit, and the file that the caption is of. */
interface Revision {
  readonly text: string | undefined;
  readonly media: readonly MediaDraft[];
}

/** An edit of another type, or without what was edited, has an empty revision. */
function readRevision(
  edited: JsonValue | undefined,
  type: string | undefined,
  place: ItemPlace,
): ReadResult<Revision> {
  const read = type === undefined ? undefined : editable.get(type);
  const revised = isJsonObject(edited) ? edited.message : undefined;
  if (read === undefined || !isJsonObject(revised) || isEmpty(revised[type ?? ''])) {
    return { kind: 'read', value: { text: undefined, media: [] } };
  }
  return mapRead(read(revised, place), ({ content, media }) => ({
    text: content.kind === 'text' ? content.text : media[0]?.caption,
    media,
  }));
}
