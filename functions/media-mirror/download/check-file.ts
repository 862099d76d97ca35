import { createHash } from 'node:crypto';
import type { MediaItem } from '../../../shared/contract/media.ts';
import { MediaDownloadError } from './failure.ts';

/** The type of a file that no one knows, or that a browser might run. */
const anyBytes = 'application/octet-stream';

/** Types of servers that do not know the file's type. */
const unspecificTypes = new Set([anyBytes, 'application/x-octet-stream', 'binary/octet-stream']);

/** Documents that a browser shows or downloads, and does not run. */
const passiveDocuments = new Set([
  'application/epub+zip',
  'application/gzip',
  'application/json',
  'application/msword',
  'application/pdf',
  'application/rtf',
  'application/vnd.rar',
  'application/x-7z-compressed',
  'application/zip',
  'text/calendar',
  'text/csv',
  'text/plain',
  'text/rtf',
  'text/vcard',
  'text/x-vcard',
]);

const officeDocument =
  /^application\/vnd\.(ms-|oasis\.opendocument\.|openxmlformats-officedocument\.)[\w.-]+$/;

/** Text that is not an image, audio or video, whatever its family: SVG is XML. */
const textTypes = /^(text|message|multipart)\/|[/+](json|xml)$|script$|^image\/svg/;

const htmlTypes = new Set(['text/html', 'application/xhtml+xml']);

/** Names that senders give to pages and other markup. */
const markupName = /\.(x?html?|xml|svg)$/i;

/** Files to look at or listen to: text in place of one is an error message, not the file. */
const playableFamilies = new Set(['image', 'audio', 'video']);

/** Type, subtype and parameters of printable ASCII: nothing else may get into a header. */
const mimeTypeText = /^[\w.+-]+\/[\w.+-]+( *; *[\w.+-]+=("[ !#-[\]-~]*"|[\w.+-]+))*$/;

/** What the provider says about a file. */
type DeclaredFile = Pick<MediaItem, 'mimeType' | 'filename'>;

/** As what a file is stored, and whether it is the file at all. */
export interface FileType {
  /** Never a type that a browser runs: see `docs/adr/0027-the-type-of-a-mirrored-file.md`. */
  readonly contentType: string;
  /** Whether it is more likely an error message than the file. Only the provider's hash can prove that it is the file. */
  readonly isDoubtful: boolean;
}

/**
 * Chooses the type of the stored object from the MIME type that the provider declared and the one that
 * its server sent. Servers are vague and re-encode pictures, so only what can hardly be the file is
 * doubtful: a web page, unless the provider declared text; and any text, JSON, XML or multipart in
 * place of a picture, audio or video.
 *
 * @param served `Content-Type` of the response
 */
export function checkServedType(file: DeclaredFile, served: string | undefined): FileType {
  const declaredType = toEssence(file.mimeType);
  const servedType = toEssence(served);
  if (servedType === undefined || servedType === declaredType) {
    return { contentType: toPassiveType(file.mimeType), isDoubtful: false };
  }
  const found = htmlTypes.has(servedType) ? 'page' : textTypes.test(servedType) ? 'text' : 'binary';
  const isReencoded =
    declaredType === undefined ||
    (isPlayable(declaredType) && toFamily(declaredType) === toFamily(servedType));
  return {
    contentType: toPassiveType(isReencoded ? served : file.mimeType),
    isDoubtful: isDoubtful(file, found),
  };
}

/**
 * Corrects the type of a file that begins as markup does, whatever was declared and served: it is not a
 * picture or an office document, and a browser could run it.
 */
export function checkFirstBytes(
  type: FileType,
  file: DeclaredFile,
  firstBlock: Uint8Array,
): FileType {
  const found = findMarkup(firstBlock);
  if (found === undefined) return type;
  const declaredType = toEssence(file.mimeType);
  const isText = declaredType !== undefined && textTypes.test(declaredType);
  return {
    contentType: isText ? type.contentType : anyBytes,
    isDoubtful: type.isDoubtful || isDoubtful(file, found),
  };
}

/** Whether something of this kind can hardly be the file that the provider declared. */
function isDoubtful(
  { mimeType, filename = '' }: DeclaredFile,
  found: 'page' | 'text' | 'binary',
): boolean {
  const declaredType = toEssence(mimeType);
  if (declaredType === undefined) return found === 'page' && !markupName.test(filename);
  if (isPlayable(declaredType)) return found !== 'binary';
  return found === 'page' && !textTypes.test(declaredType);
}

function toPassiveType(mimeType: string | undefined): string {
  const essence = toEssence(mimeType);
  if (mimeType === undefined || essence === undefined) return anyBytes;
  const isPassive =
    isPlayable(essence) || passiveDocuments.has(essence) || officeDocument.test(essence);
  return isPassive ? mimeType.trim() : anyBytes;
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

function isPlayable(essence: string): boolean {
  return playableFamilies.has(toFamily(essence)) && !textTypes.test(essence);
}

/**
 * A tag, or the first part of a multipart body (RFC 2046, §5.1.1). No format of pictures, audio or video begins
 * like this, nor with nothing but white space.
 */
const markupStart = /^[\t\n\f\r ]*(<[a-z!?/]|--[^\r\n]{1,70}\r?\n[\w-]+:|$)/i;

/** Declarations and comments, and then what only a web page begins with. */
const pageStart =
  /^\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype\s+html|html|head|body|title|script|meta|style|img|iframe|div|h1|p)[\s>/]/i;

/** Enough to see what a page begins with; a browser looks at less. */
const pageStartChars = 4_096;

/** Whether a file begins as markup does, and as a web page does. */
function findMarkup(firstBlock: Uint8Array): 'page' | 'text' | undefined {
  const text = toTexts(firstBlock).find((each) => markupStart.test(each));
  if (text === undefined) return undefined;
  return pageStart.test(text.trimStart().slice(0, pageStartChars)) ? 'page' : 'text';
}

/** The bytes as text of one byte for each character, and of two, the lower or the higher one first. */
function toTexts(bytes: Uint8Array): readonly string[] {
  const evenBytes = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  const utf16 = [evenBytes.toString('utf16le'), evenBytes.swap16().toString('utf16le')];
  return [
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, ''),
    ...utf16.filter((text) => text !== '').map((text) => text.replace(/^\ufeff/, '')),
  ];
}

/** The beginning of a body, and all of it. */
interface OpenedBody {
  /** Valid until the first block of `body` is requested. */
  readonly firstBlock: Uint8Array;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Reads the first block of a body before the body is passed on.
 *
 * @throws {MediaDownloadError} `truncated` when it is empty; what the body throws
 */
export async function readFirstBlock(blocks: AsyncIterable<Uint8Array>): Promise<OpenedBody> {
  const iterator = blocks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) throw new MediaDownloadError({ reason: 'truncated' });
  async function* readAll() {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { firstBlock: first.value, body: readAll() };
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
