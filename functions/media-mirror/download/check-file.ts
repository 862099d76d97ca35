import { createHash } from 'node:crypto';
import type { MediaItem } from '../../../shared/contract/media.ts';
import { MediaDownloadError } from './failure.ts';

/** Types of servers that do not know the file's type. */
const unspecificTypes = new Set([
  'application/octet-stream',
  'application/x-octet-stream',
  'binary/octet-stream',
]);

const htmlTypes = new Set(['text/html', 'application/xhtml+xml']);

/** Files to look at or listen to: text in place of one is an error message, not the file. */
const playableFamilies = new Set(['image', 'audio', 'video']);

/** Type, subtype and parameters of printable ASCII: nothing else may get into a header. */
const mimeTypeText = /^[\w.+-]+\/[\w.+-]+( *; *[\w.+-]+=("[ !#-[\]-~]*"|[\w.+-]+))*$/;

/** Whether the server's content type can be the file's, and the type of the stored object. */
export type ContentTypeCheck =
  | { readonly kind: 'accepted'; readonly contentType: string }
  | { readonly kind: 'mismatch' };

/**
 * Compares the MIME type that the provider declared with the one that its server sent, and chooses
 * the type of the stored object. Servers are vague and re-encode pictures, so only what cannot be the
 * file is a mismatch: a web page, unless the provider declared text; and any text, JSON or XML in
 * place of an image, audio or video.
 *
 * @param declared MIME type of the event's media item, parameters allowed
 * @param served `Content-Type` of the response
 */
export function checkContentType(
  declared: string | undefined,
  served: string | undefined,
): ContentTypeCheck {
  const declaredType = toEssence(declared);
  const servedType = toEssence(served);
  if (served === undefined || servedType === undefined) {
    return accept(declaredType && declared ? declared : 'application/octet-stream');
  }
  if (declared === undefined || declaredType === undefined) {
    return htmlTypes.has(servedType) ? { kind: 'mismatch' } : accept(served);
  }
  if (declaredType === servedType) return accept(declared);
  const isPlayable = playableFamilies.has(toFamily(declaredType));
  if (isPlayable && toFamily(declaredType) === toFamily(servedType)) return accept(served);
  const isErrorPage = isPlayable
    ? isText(servedType)
    : htmlTypes.has(servedType) && !isText(declaredType);
  return isErrorPage ? { kind: 'mismatch' } : accept(declared);
}

function accept(contentType: string): ContentTypeCheck {
  return { kind: 'accepted', contentType: contentType.trim() };
}

/** `type/subtype` in lower case; `undefined` when the text is not a MIME type or an unspecific one. */
function toEssence(mimeType: string | undefined): string | undefined {
  const text = mimeType?.trim() ?? '';
  if (!mimeTypeText.test(text)) return undefined;
  const essence = text.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return unspecificTypes.has(essence) ? undefined : essence;
}

function toFamily(essence: string): string {
  return essence.split('/', 1)[0] ?? '';
}

function isText(essence: string): boolean {
  return toFamily(essence) === 'text' || /[/+](json|xml)$/.test(essence) || htmlTypes.has(essence);
}

/**
 * Passes a body on, and stops one that cannot be the file: an empty one, or a web page for a file
 * that is not text, whatever content type its server sent.
 *
 * @throws {MediaDownloadError} `truncated` or `type_mismatch`
 */
export async function* refuseWrongBody(
  body: AsyncIterable<Uint8Array>,
  { mimeType }: Pick<MediaItem, 'mimeType'>,
): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const block of body) {
    if (isFirst && !mayBeHtml(mimeType) && looksLikeHtml(block)) {
      throw new MediaDownloadError({ reason: 'type_mismatch' });
    }
    isFirst = false;
    yield block;
  }
  if (isFirst) throw new MediaDownloadError({ reason: 'truncated' });
}

/** Whether a web page can be the file that the provider declared. */
function mayBeHtml(declared: string | undefined): boolean {
  const declaredType = toEssence(declared);
  if (declaredType === undefined || playableFamilies.has(toFamily(declaredType))) return false;
  return isText(declaredType);
}

/** Whether a file begins as a web page does. */
function looksLikeHtml(firstBytes: Uint8Array): boolean {
  const start = Buffer.from(firstBytes.subarray(0, 256)).toString('latin1');
  return /^(\xef\xbb\xbf)?\s*(<!--.*?-->\s*)?<(!doctype\s+html|html|head|body)\b/is.test(start);
}

/**
 * The bytes are complete but do not have the provider's hash. Thrown before the end of the body, so
 * that the upload is not completed.
 */
export class HashMismatchError extends Error {
  override readonly name = 'HashMismatchError';
}

/** Size and hash of a body that was read to its end. */
export interface Digest {
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Whether it equals the provider's hash; absent when the provider gave none. */
  readonly hashVerified?: boolean | undefined;
}

/** A body that is hashed while it is read. */
export interface HashedBody {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** @throws {Error} when the bytes were not read to their end */
  digest(): Digest;
}

/**
 * Hashes a body while it is uploaded, so that it is read once and never held in memory.
 *
 * The hash is compared before the body ends. A body that is refused therefore never becomes an
 * object, and no consumer can see a wrong file, not even for a moment.
 *
 * @param expectedSha256 the provider's hash, lower-case hex, if it gave one
 * @param onMismatch `refuse` throws {@link HashMismatchError}; `accept` sets `hashVerified: false`
 */
export function hashBody(
  body: AsyncIterable<Uint8Array>,
  expectedSha256: string | undefined,
  onMismatch: 'refuse' | 'accept',
): HashedBody {
  let digest: Digest | undefined;
  async function* read(): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const block of body) {
      hash.update(block);
      sizeBytes += block.byteLength;
      yield block;
    }
    const sha256 = hash.digest('hex');
    const hashVerified = expectedSha256 === undefined ? undefined : sha256 === expectedSha256;
    if (hashVerified === false && onMismatch === 'refuse') {
      throw new HashMismatchError("the bytes do not have the provider's hash");
    }
    digest = { sizeBytes, sha256, hashVerified };
  }
  return {
    bytes: read(),
    digest: () => {
      if (!digest) throw new Error('the body was not read to its end');
      return digest;
    },
  };
}
