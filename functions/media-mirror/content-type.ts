/** What the server's content type means for a file whose type the provider has said. */
export type ContentTypeCheck =
  | { readonly kind: 'accepted'; readonly contentType: string }
  | { readonly kind: 'mismatch' };

/** What servers say when they do not know. */
const unspecificTypes = new Set([
  'application/octet-stream',
  'application/x-octet-stream',
  'binary/octet-stream',
]);

const htmlTypes = new Set(['text/html', 'application/xhtml+xml']);

/** The families that a person plays or looks at: a text in place of one is an answer, not the file. */
const playableFamilies = new Set(['image', 'audio', 'video']);

/** Type, subtype and parameters of printable ASCII: anything else must not get into a header. */
const mimeTypeText = /^[\w.+-]+\/[\w.+-]+( *; *[\w.+-]+=("[ !#-[\]-~]*"|[\w.+-]+))*$/;

/**
 * Compares the type that the provider said with the one that its server sent, and chooses the type
 * of the stored object. Servers are vague and re-encode pictures, so only what cannot be the file is
 * a mismatch: a web page where no text was promised, and any text, JSON or XML in place of a
 * picture, sound or film.
 *
 * @param said MIME type of the event's media item, parameters allowed
 * @param served `Content-Type` of the response
 */
export function checkContentType(
  said: string | undefined,
  served: string | undefined,
): ContentTypeCheck {
  const saidType = known(said);
  const servedType = known(served);
  if (served === undefined || servedType === undefined) {
    return accepted(saidType && said ? said.trim() : 'application/octet-stream');
  }
  if (said === undefined || saidType === undefined) {
    return htmlTypes.has(servedType) ? { kind: 'mismatch' } : accepted(served.trim());
  }
  if (saidType === servedType) return accepted(said.trim());
  const isPlayable = playableFamilies.has(family(saidType));
  if (isPlayable && family(saidType) === family(servedType)) return accepted(served.trim());
  const isResponse = isPlayable
    ? isText(servedType)
    : htmlTypes.has(servedType) && !isText(saidType);
  return isResponse ? { kind: 'mismatch' } : accepted(said.trim());
}

/** Whether a web page can be the file that the provider has announced. */
export function mayBeHtml(said: string | undefined): boolean {
  const saidType = known(said);
  return saidType !== undefined && isText(saidType) && !playableFamilies.has(family(saidType));
}

/** Whether a file begins as a web page does, whatever its server calls it. */
export function looksLikeHtml(firstBytes: Uint8Array): boolean {
  const start = Buffer.from(firstBytes.subarray(0, 256)).toString('latin1');
  return /^(\xef\xbb\xbf)?\s*(<!--.*?-->\s*)?<(!doctype\s+html|html|head|body)\b/is.test(start);
}

function accepted(contentType: string): ContentTypeCheck {
  return { kind: 'accepted', contentType };
}

/** `type/subtype` in lower case; nothing for what is no MIME type or says nothing. */
function known(mimeType: string | undefined): string | undefined {
  const text = mimeType?.trim() ?? '';
  if (!mimeTypeText.test(text)) return undefined;
  const essence = text.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return unspecificTypes.has(essence) ? undefined : essence;
}

function family(essence: string): string {
  return essence.split('/', 1)[0] ?? '';
}

function isText(essence: string): boolean {
  return family(essence) === 'text' || /[/+](json|xml)$/.test(essence) || htmlTypes.has(essence);
}
