/** Longest file name that every common file system takes with its encoding. */
const maxNameChars = 120;

/** What must not be in a file name: paths, what shells and Windows refuse, controls, bidi overrides. */
const unsafeChars = /[\\/:*?"<>|\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * `Content-Disposition` that saves the file under the sender's name: RFC 6266 with the name twice,
 * in ASCII and in full (RFC 5987). Always `attachment`: a file that a stranger sent must not be
 * shown as a page of the bucket's domain.
 *
 * @param fallback the name of a file that the sender has not named
 */
export function contentDisposition(filename: string | undefined, fallback: string): string {
  const name = safeName(filename) ?? fallback;
  const ascii = name.replace(/[^\x20-\x7e]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeExtended(name)}`;
}

/** A long name loses its middle, since its end says what kind of file it is. */
function safeName(filename: string | undefined): string | undefined {
  const chars = [...(filename ?? '').toWellFormed().replace(unsafeChars, '_').trim()];
  const half = maxNameChars / 2;
  const kept =
    chars.length <= maxNameChars ? chars : [...chars.slice(0, half), ...chars.slice(-half)];
  const name = kept.join('').replace(/^\.+/, '');
  return name === '' ? undefined : name;
}

/** Percent-encoding of RFC 5987: what `encodeURIComponent` leaves and the grammar does not allow. */
function encodeExtended(text: string): string {
  const toHex = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/['()*]/g, toHex);
}
