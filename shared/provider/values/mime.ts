/** The kinds of content that are one file each. */
export type FileKind = 'image' | 'audio' | 'video' | 'document';

/**
 * What a person would call a file of this MIME type. RCS says only "file": its kind is by type, and
 * whatever is no image, sound or film is a document.
 */
export function toFileKind(mimeType: string | undefined): FileKind {
  const family = mimeType?.trim().toLowerCase().split('/', 1)[0];
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
}
