import type { MediaItem } from '../../../../shared/contract/index.ts';
import { toHttpUrl } from '../../../../shared/provider/values/http-url.ts';

/** A file of the console: where it is, and what is known of it. */
export interface ConsoleFile {
  readonly id?: string | undefined;
  /** The same link may stand under two names, and either may be missing. */
  readonly urls: readonly (string | undefined)[];
  readonly mimeType?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly filename?: string | undefined;
}

/** The files of a message: its content and, where that is another file, its thumbnail. */
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
