import * as z from 'zod/mini';
import { isJsonObject, type JsonValue } from '../json.ts';
import { requiredText, text } from '../provider/inbound.ts';
import { inboundObject } from '../provider/inbound-object.ts';
import { type ReadItem, readItem } from '../provider/read-item.ts';
import { readText } from './contents.ts';
import { readAudio, readDocument, readImage, readVideo } from './files.ts';
import type { BodyReader, MessageBody, Where } from './message-body.ts';

const edit = inboundObject({
  original_message_id: requiredText,
  message: z.optional(inboundObject({ type: text })),
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
export const readEdit: BodyReader = (message, where) => {
  const path = [...where.path, 'edit'];
  const read = readItem(edit, message.edit, { ...where, path });
  if (!read.fits) return read;
  const revised = readRevised(message.edit, read.value.message?.type, {
    ...where,
    path: [...path, 'message'],
  });
  if (!revised.fits) return revised;
  const { content, media } = revised.value ?? { content: undefined, media: [] };
  return {
    fits: true,
    value: {
      content: {
        kind: 'edit',
        messageId: read.value.original_message_id,
        text: content?.kind === 'text' ? content.text : media[0]?.caption,
      },
      media,
    },
  };
};

function readRevised(
  edited: JsonValue | undefined,
  type: string | undefined,
  where: Where,
): ReadItem<MessageBody | undefined> {
  const read = type === undefined ? undefined : editable.get(type);
  const revised = isJsonObject(edited) ? edited.message : undefined;
  return read !== undefined && isJsonObject(revised)
    ? read(revised, where)
    : { fits: true, value: undefined };
}
