import type * as z from 'zod/mini';
import type { Content, MediaItem } from '../../events/index.ts';
import { type ReadItem, readItem } from '../../providers/read-item.ts';
import type { JsonValue } from '../json.ts';

/** What a message says, and its files. */
export interface MessageBody {
  readonly content: Content;
  readonly media: MediaItem[];
}

/** Where the object stands in the body, for the report of what does not fit. */
export type Where = Parameters<typeof readItem>[2];

/** Reads the object that a message holds under the name of its `type`. */
export type BodyReader = (object: JsonValue | undefined, where: Where) => ReadItem<MessageBody>;

/** A reader that parses the object with `schema` and gives what `map` makes of it. */
export function bodyReader<Schema extends z.ZodMiniType>(
  schema: Schema,
  map: (value: z.infer<Schema>) => MessageBody,
): BodyReader {
  return (object, where) => {
    const read = readItem(schema, object, where);
    return read.fits ? { fits: true, value: map(read.value) } : read;
  };
}

/** A reader of a kind that has no file. */
export function contentReader<Schema extends z.ZodMiniType>(
  schema: Schema,
  toContent: (value: z.infer<Schema>) => Content,
): BodyReader {
  return bodyReader(schema, (value) => ({ content: toContent(value), media: [] }));
}
