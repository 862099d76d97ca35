/** Any JSON value. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Array.isArray` does not narrow to a readonly array. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether a field has no value: providers write `null` and `""` for a field that they leave out. */
export function isEmpty(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of UTF-8 bytes, without a byte order mark at its beginning.
 *
 * @returns `undefined` for bytes that are not UTF-8. With replacement characters, ids that differ only
 *   in such bytes would be equal.
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** A number that a double may not hold: one of 16 characters, or with an exponent. */
const longNumber = String.raw`-?\d(?:[\d.]{15}|[\d.]*e)`;

/**
 * Whether a list or an object may have a long number in it. To look back from its end takes half the time:
 * most of these characters follow a quotation mark.
 */
const mayHaveLongNumber = /[,}\]](?<=(?:[\d.]{16}|[eE][-+]?\d+)\s*.)/;

const isBareNumber = /^\s*-?\d/;

/**
 * A string, or a long number. Before a colon a number is a name without quotes, which is not JSON. A
 * string that does not end is matched, too: to look for strings inside of it would take forever.
 */
const stringOrLongNumber = new RegExp(
  String.raw`"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|(?<![\d.e+-])${longNumber}[\d.e+-]*(?![\d.e+-]|\s*:)`,
  'gis',
);

/**
 * `JSON.parse`, except that a number that a double cannot hold becomes the text of its exact value
 * (`docs/adr/0029-two-ids-stay-two.md`). INCS ids are `bigint`, and a rounded id would name another
 * message.
 *
 * @throws {SyntaxError} when the text is not JSON
 */
export function parseJson(text: string): JsonValue {
  const mayBeRounded = mayHaveLongNumber.test(text) || isBareNumber.test(text);
  return JSON.parse(mayBeRounded ? text.replace(stringOrLongNumber, quoteIfRounded) : text);
}

function quoteIfRounded(token: string): string {
  if (token.startsWith('"')) return token;
  const plain = toPlainDecimal(token);
  if (plain !== undefined) return isDouble(plain) ? token : `"${plain}"`;
  // A double cannot hold what is too long to be written out, unless that is zero.
  const isZero = !/^[^e]*[1-9]/i.test(token);
  return jsonNumber.test(token) && !isZero ? `"${token}"` : token;
}

function isDouble(exact: string): boolean {
  const double = Number(exact);
  return exact.includes('.')
    ? toPlainDecimal(String(double)) === exact
    : Number.isSafeInteger(double);
}

const jsonNumber = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** To write out more zeros or digits would cost too much. */
const maxExponent = 400;
const maxNumberLength = 1_000;

/**
 * A JSON number without exponent and without zeros that say nothing: `9.50e1` and `95.0` are `95`.
 * Equal numbers give the same text.
 *
 * @returns `undefined` for text that is not a JSON number, or for one that is too long
 */
export function toPlainDecimal(number: string): string | undefined {
  if (number.length > maxNumberLength) return undefined;
  const [, sign, whole, fraction = '', power = '0'] = jsonNumber.exec(number) ?? [];
  const exponent = Number(power);
  if (whole === undefined || Math.abs(exponent) > maxExponent) return undefined;
  const point = Math.max(whole.length + exponent, 0);
  const digits = '0'.repeat(Math.max(-whole.length - exponent, 0)) + whole + fraction;
  const integer = digits.slice(0, point).padEnd(point, '0').replace(/^0+/, '') || '0';
  const decimals = digits.slice(point).replace(/0+$/, '');
  const plain = decimals === '' ? integer : `${integer}.${decimals}`;
  return plain === '0' ? plain : `${sign}${plain}`;
}

/**
 * The value of a JSON text, or `undefined` for any other text.
 *
 * @param parse `parseJson` where the text may hold ids of a provider
 */
export function parseJsonOrUndefined(
  text: string,
  parse: (text: string) => JsonValue = JSON.parse,
): JsonValue | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

type ToLeaf = (leaf: JsonValue | undefined) => JsonValue | undefined;

/**
 * JSON text that does not depend on the order of keys: the same content gives the same text, so its
 * hash identifies the content.
 *
 * @param toLeaf what a value that is neither a list nor an object counts as; a field that counts as
 *   `undefined` is left out, elsewhere it is `null`
 */
export function toCanonicalJson(value: unknown, toLeaf: ToLeaf = (leaf) => leaf): string {
  return JSON.stringify(toSorted(value, toLeaf) ?? null);
}

function toSorted(value: unknown, toLeaf: ToLeaf): unknown {
  // Whatever is neither a list nor an object is a leaf of the JSON.
  if (typeof value !== 'object' || value === null) return toLeaf(value as JsonValue | undefined);
  if (Array.isArray(value)) return value.map((entry) => toSorted(entry, toLeaf) ?? null);
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const inner = toSorted(value[key as keyof typeof value], toLeaf);
    if (inner === undefined) continue;
    // An assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(sorted, key, { value: inner, enumerable: true });
    else sorted[key] = inner;
  }
  return sorted;
}

/**
 * The value without empty fields: `undefined`, `null`, empty text, and objects that are empty or
 * become so. An empty field of a provider is an absent field of an event; an empty list stays, since
 * it says that there are no items. Every text becomes well-formed.
 */
export function withoutEmpty<T>(value: T): T {
  return (strip(value) ?? {}) as T;
}

function strip(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? undefined : toWellFormed(value);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  if (Array.isArray(value)) return value.map(strip).filter((item) => item !== undefined);
  let filled: Record<string, unknown> | undefined;
  for (const key in value) {
    const inner = strip(value[key as keyof typeof value]);
    if (inner === undefined) continue;
    filled ??= {};
    filled[key] = inner;
  }
  return filled;
}

/**
 * The text as well-formed Unicode, which AWS demands. Half of a surrogate pair, which is left when a
 * text is cut inside an emoji, becomes its JSON escape: the six characters `\uD83D`. Backslashes before
 * it, or before such six characters in the text, are doubled: so two texts never become one.
 */
export function toWellFormed(text: string): string {
  // To look for one character takes half the time of looking for three.
  if (text.isWellFormed() && !text.includes('\\')) return text;
  return text.replace(halfPair, (_, backslashes: string, half: string) => {
    const escaped = half && `\\u${half.charCodeAt(0).toString(16).toUpperCase()}`;
    return backslashes + backslashes + escaped;
  });
}

/** With the flag `u`, `Cs` is a surrogate without its other half. */
const halfPair = /(?<!\\)(\\*)(\p{Cs}|(?=uD[89A-F][0-9A-F]{2}))/gu;
