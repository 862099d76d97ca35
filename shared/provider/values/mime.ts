/** The kinds of content that are a single file. */
export type FileKind = 'image' | 'audio' | 'video' | 'document';

/**
 * The kind of a file by its MIME type. RCS says only "file". Anything that is not an image, audio or
 * video is a document.
 */
export function toFileKind(mimeType: string | undefined): FileKind {
  const family = mimeType?.trim().toLowerCase().split('/', 1)[0];
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
}
