import type * as z from 'zod/mini';
import type { Content, Data, MediaItem } from '../../../shared/events/index.ts';
import { toHttpUrl } from '../../../shared/normalizers/http-url.ts';
import type { JsonValue } from '../../../shared/normalizers/json.ts';
import { type JsonPath, type ReadItem, readItem } from '../../../shared/providers/read-item.ts';

/** What a console message says, its files, and what it answers. */
export interface ConsoleBody {
  readonly content: Content;
  readonly media: MediaItem[];
  readonly context?: Data<'message.received'>['message']['context'];
}

export interface Where {
  readonly feed: string;
  readonly path: JsonPath;
}

export type BodyReader = (content: JsonValue | undefined, where: Where) => ReadItem<ConsoleBody>;

/** A reader that parses the content with `schema` and gives what `toBody` makes of it. */
export function bodyReader<Schema extends z.ZodMiniType>(
  schema: Schema,
  toBody: (value: z.infer<Schema>) => ConsoleBody,
): BodyReader {
  return (content, where) => {
    const read = readItem(schema, content, where);
    return read.fits ? { fits: true, value: toBody(read.value) } : read;
  };
}

/** A file of the console: where it is, and what is known of it. */
export interface ConsoleFile {
  readonly id?: string | undefined;
  /** The same link may stand under two names, and either may be missing. */
  readonly urls: readonly (string | undefined)[];
  readonly mimeType?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly filename?: string | undefined;
}

/** The files of a message: its content and, where it is another file, its thumbnail. */
export function toMedia(file: ConsoleFile, thumbnail?: ConsoleFile): MediaItem[] {
  const content = toMediaItem(0, 'content', file);
  if (thumbnail === undefined) return [content];
  const preview = toMediaItem(1, 'thumbnail', thumbnail);
  return preview.url === undefined || preview.url === content.url ? [content] : [content, preview];
}

function toMediaItem(index: number, role: MediaItem['role'], file: ConsoleFile): MediaItem {
  return {
    index,
    role,
    url: file.urls.map(toHttpUrl).find((url) => url !== undefined),
    providerMediaId: file.id,
    mimeType: file.mimeType,
    sizeBytes: file.sizeBytes,
    filename: file.filename,
  };
}
