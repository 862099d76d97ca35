/** A shorter run has no phone number in it. */
const base64Run = /[A-Za-z0-9+/_-]{16,}/g;

/**
 * The runs of a text that may be base64, as text. Among them are WhatsApp's ids of messages, which hold a
 * phone number.
 *
 * A run is decoded only where it can have a name. Ids and hashes fill every body, and decoding all of them
 * takes ten times as long as the rest of the search.
 */
export function* textsInBase64(text: string): Generator<string> {
  for (const [run] of text.matchAll(base64Run)) {
    const packed = readPackedNumber(run);
    if (packed !== undefined) yield packed;
    for (const start of startsOf(run)) yield decode(run.slice(start));
  }
}

/** Node.js decodes both alphabets. Bytes that are not UTF-8 leave the ASCII around them readable. */
function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

/**
 * Three digits, in base64: `0` to `9` are 0x30 to 0x39, so that each of the four characters is one of a
 * few. A number of five digits or more has three that begin where a character begins.
 */
const threeDigits = /[MNO][DTjz][AEIMQUYcgk][w-z0-5]/g;

const jsonObject = 'eyJ';
const printable = /^[\x20-\x7e]+$/;

/** Where to begin to decode: what stands before base64, such as a folder, can have its characters. */
function startsOf(run: string): ReadonlySet<number> {
  const starts = new Set<number>();
  for (const { index } of run.matchAll(threeDigits)) {
    starts.add(index % 4);
    if (starts.size === 4) return starts;
  }
  const json = run.indexOf(jsonObject);
  if (json >= 0) starts.add(json % 4);
  if (printable.test(decode(run.slice(0, 16)))) starts.add(0);
  return starts;
}

/**
 * The phone number in WhatsApp's id of a message before 2022, `gBEG…` or `gBGG…`: after two fixed bytes
 * the number of bytes, and in each byte two digits. The highest bit of the number of bytes says that the
 * last half-byte is a filler (published examples of the On-Premises API, read 2026-11-28).
 */
function readPackedNumber(run: string): string | undefined {
  const at = run.search(/gB[EG]/);
  if (at < 0) return undefined;
  const bytes = Buffer.from(run.slice(at, at + 64), 'base64');
  const length = (bytes[2] ?? 0) & 0x7f;
  return bytes.toString('hex', 3, 3 + length).replace(/f$/, '');
}
