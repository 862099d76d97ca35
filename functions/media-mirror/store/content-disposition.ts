/** Longest file name that every common file system accepts in its encoding. */
const maxNameChars = 120;

/** Not allowed in a file name: paths, what shells and Windows refuse, controls, bidi overrides. */
const unsafeChars = /[\\/:*?"<>|\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * The `Content-Disposition` that saves the file under the sender's name: RFC 6266 with the name twice,
 * in ASCII and in full (RFC 5987). Always `attachment`: a browser must not show a stranger's file as
 * a page of the bucket's domain.
 *
 * @param fallback the file's name when the sender has given none
 */
export function toContentDisposition(filename: string | undefined, fallback: string): string {
  const name = toSafeName(filename) ?? fallback;
  const ascii = name.replace(/[^\x20-\x7e]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeExtended(name)}`;
}

/** A long name loses its middle, since its end shows the kind of file. */
function toSafeName(filename: string | undefined): string | undefined {
  const chars = [...(filename ?? '').toWellFormed().replace(unsafeChars, '_').trim()];
  const half = maxNameChars / 2;
  const shortened =
    chars.length <= maxNameChars ? chars : [...chars.slice(0, half), ...chars.slice(-half)];
  const name = shortened.join('').replace(/^\.+/, '');
  return name === '' ? undefined : name;
}

/** Percent-encoding of RFC 5987, which also encodes four characters that `encodeURIComponent` leaves. */
function encodeExtended(text: string): string {
  const toHex = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/['()*]/g, toHex);
}
