import type { MediaDraft } from '../contract/draft.ts';
import type { Content } from '../contract/index.ts';
import type { JsonObject } from '../json.ts';
import type { InboundSchema } from '../provider/inbound.ts';
import {
  type ItemPlace,
  mapRead,
  placeWithin,
  type ReadResult,
  readItem,
} from '../provider/read-item.ts';

/** What a message says, and its files. */
export interface MessageBody {
  readonly content: Content;
  readonly media: readonly MediaDraft[];
}

/** Reads what a message of one type says. */
export type BodyReader = (message: JsonObject, place: ItemPlace) => ReadResult<MessageBody>;

/** A reader of the object that the message holds under `key`, usually the name of its type. */
export function bodyReader<T>(
  key: string,
  schema: InboundSchema<T>,
  toBody: (value: T) => MessageBody,
): BodyReader {
  return (message, place) =>
    mapRead(
      readItem(schema, message[key], () => placeWithin(place, key)),
      toBody,
    );
}

/**
 * Readers of messages that are one file, for all types that describe it in the same form.
 *
 * @param toFile what the object says about the file
 */
export function fileReaders<T>(
  schema: InboundSchema<T>,
  toFile: (value: T) => Omit<MediaDraft, 'role'>,
): (key: string, toContent: (value: T) => Content) => BodyReader {
  return (key, toContent) =>
    bodyReader(key, schema, (value) => ({
      content: toContent(value),
      media: [{ role: 'content', ...toFile(value) }],
    }));
}

/** The same for a kind of message without files. */
export function contentReader<T>(
  key: string,
  schema: InboundSchema<T>,
  toContent: (value: T) => Content,
): BodyReader {
  return bodyReader(key, schema, (value) => withoutFiles(toContent(value)));
}

/** The body of a message without files. */
export function withoutFiles(content: Content): MessageBody {
  return { content, media: [] };
}
