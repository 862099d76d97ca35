import type * as z from 'zod/mini';
import type { Content, MediaItem } from '../contract/index.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { type JsonPath, type ReadItem, readItem } from '../provider/read-item.ts';

/** What a message says, and its files. */
export interface MessageBody {
  readonly content: Content;
  readonly media: MediaItem[];
}

/** Where a message stands in the body, and its raw form, for the report of what does not fit. */
export interface Where {
  readonly providerEvent: string;
  readonly path: JsonPath;
  readonly raw?: JsonValue;
}

/** Reads what a message of one type says. */
export type BodyReader = (message: JsonObject, where: Where) => ReadItem<MessageBody>;

/** A reader of the object that the message holds under `key`, usually the name of its type. */
export function bodyReader<Schema extends z.ZodMiniType>(
  key: string,
  schema: Schema,
  toBody: (value: z.infer<Schema>) => MessageBody,
): BodyReader {
  return (message, where) => {
    const read = readItem(schema, message[key], () => ({ ...where, path: [...where.path, key] }));
    return read.fits ? { fits: true, value: toBody(read.value) } : read;
  };
}

/** The same for a kind that has no files. */
export function contentReader<Schema extends z.ZodMiniType>(
  key: string,
  schema: Schema,
  toContent: (value: z.infer<Schema>) => Content,
): BodyReader {
  return bodyReader(key, schema, (value) => ({ content: toContent(value), media: [] }));
}
