/** What providers say about a file: its link, its type, its hash. */

/**
 * A link that can be downloaded: an absolute http or https URL, as written, without white space
 * around it. `undefined` for anything else: a placeholder, a path, another scheme.
 */
export function toHttpUrl(value: string | undefined): string | undefined {
  const written = value?.trim() ?? '';
  return /^https?:\/\//i.test(written) && URL.canParse(written) ? written : undefined;
}

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

/**
 * A provider's SHA-256 as lower-case hex. WhatsApp writes base64 (also without padding, also the
 * URL alphabet), some aggregators hex. `undefined` for anything that is not 32 bytes.
 */
export function toHexSha256(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  return Buffer.from(text, 'base64').toString('hex');
}
