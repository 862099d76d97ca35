import type { Content, MediaItem } from '../contract/index.ts';
import type { JsonObject } from '../json.ts';
import type { InboundSchema } from '../provider/inbound.ts';
import { type ItemPlace, placeWithin, type ReadResult, readItem } from '../provider/read-item.ts';

/** What a message says, and its files. */
export interface MessageBody {
  readonly content: Content;
  readonly media: MediaItem[];
}

/** Reads what a message of one type says. */
export type BodyReader = (message: JsonObject, place: ItemPlace) => ReadResult<MessageBody>;

/** A reader of the object that the message holds under `key`, usually the name of its type. */
export function bodyReader<T>(
  key: string,
  schema: InboundSchema<T>,
  toBody: (value: T) => MessageBody,
): BodyReader {
  return (message, place) => {
    const read = readItem(schema, message[key], () => placeWithin(place, key));
    return read.kind === 'read' ? { kind: 'read', value: toBody(read.value) } : read;
  };
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
