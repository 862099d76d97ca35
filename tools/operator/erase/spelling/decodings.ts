/** Escapes inside escapes, such as JSON in a text of JSON in a URL; no provider nests more. */
const maxLayers = 4;

/**
 * The text as it is and as each layer of its escapes decodes to: percent-encoding, the escapes of JSON
 * and of JavaScript, and HTML's numbered characters. In all of them digits are ASCII and invisible
 * characters are gone.
 *
 * Every layer counts, because a text is not always what it seems: `%49151…` can be a percent sign before
 * a number, or an escaped letter.
 */
export function decodings(text: string): readonly string[] {
  let layer = normalize(text);
  const layers = [layer];
  while (layers.length <= maxLayers) {
    const decoded = normalize(decodeOnce(layer));
    if (decoded === layer) break;
    layers.push(decoded);
    layer = decoded;
  }
  return layers;
}

/** Text in the form in which names are compared. */
export function normalize(text: string): string {
  if (isAscii.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/(?![0-9])\p{Nd}/gu, toAsciiDigit);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of ASCII.
const isAscii = /^[\x00-\x7f]*$/;
const isDigit = /^\p{Nd}$/u;

/** Unicode's decimal digits come in runs of ten, from 0 to 9. */
function toAsciiDigit(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && isDigit.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

const hasEscape = /%[0-9a-f]{2}|\\|&#/i;

function decodeOnce(text: string): string {
  if (!hasEscape.test(text)) return text;
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, decodePercent)
    .replace(
      /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([bfnrt])|(["'\\/]))/gi,
      (_, braced, four, two, control, literal) =>
        literal ?? (control === undefined ? toChar(braced ?? four ?? two, 16) : ' '),
    )
    .replace(/&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));?/gi, (_, hex, decimal) =>
      hex === undefined ? toChar(decimal, 10) : toChar(hex, 16),
    );
}

function decodePercent(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('latin1');
  }
}

function toChar(digits: string, radix: number): string {
  const code = Number.parseInt(digits, radix);
  return code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
