/** A shorter run has no phone number in it. */
const base64Run = /[A-Za-z0-9+/_-]{16,}/g;

/** The runs of a text that may be base64, as text: also the phone number in WhatsApp's ids of messages. */
export function* textsInBase64(text: string): Generator<string> {
  for (const [run] of text.matchAll(base64Run)) {
    if (isPlainNumber.test(run)) continue;
    const packed = readPackedNumber(run);
    if (packed !== undefined) yield packed;
    // What stands before base64, such as a folder, can have characters of its alphabet.
    for (let start = 0; start < 4; start += 1) {
      // Node.js decodes both alphabets. Bytes that are not UTF-8 leave the ASCII around them readable.
      const decoded = Buffer.from(run.slice(start), 'base64').toString();
      if (hasName.test(decoded)) yield decoded;
    }
  }
}

const isPlainNumber = /^[\d+/_-]+$/;

/** Anything that can be a name: digits, escapes or a word. */
const hasName = /\d{2}|[\\%&]|[\p{L}\p{N}]{5}/u;

/**
 * The phone number in WhatsApp's id of a message before 2022, `gBEG…` or `gBGG…`: after two fixed bytes the number
 * of bytes, and in each byte two digits. The highest bit of the number of bytes says that the last
 * half-byte is a filler (published examples of the On-Premises API, read 2026-11-28).
 */
function readPackedNumber(run: string): string | undefined {
  const at = run.search(/gB[EG]/);
  if (at < 0) return undefined;
  const bytes = Buffer.from(run.slice(at), 'base64');
  const length = (bytes[2] ?? 0) & 0x7f;
  return bytes.toString('hex', 3, 3 + length).replace(/f$/, '');
}
