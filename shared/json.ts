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

/** A cheap sign that the text may hold an integer that a double cannot: 16 digits or more. */
const longInteger = /[:[,\s]-?\d{16}/;

/**
 * `JSON.parse`, except that an integer that a double cannot hold becomes the text of its digits. INCS
 * ids are `bigint`, and a rounded id would name another message.
 *
 * @throws {SyntaxError} when the text is not JSON
 */
export function parseJson(text: string): JsonValue {
  if (!longInteger.test(text)) return JSON.parse(text);
  try {
    return JSON.parse(text, keepLongIntegers);
  } catch (error) {
    // A reviver needs stack for every level, which JSON.parse alone does not. A real callback is never
    // nested that deep, so losing the digits of its ids does no harm.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

function keepLongIntegers(
  _key: string,
  value: JsonValue,
  context?: { readonly source?: string },
): JsonValue {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
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

/**
 * JSON text that does not depend on the order of keys: the same content gives the same text, so its
 * hash identifies the content.
 */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(toSorted(value));
}

function toSorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toSorted);
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const inner = toSorted(value[key as keyof typeof value]);
    // An assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(sorted, key, { value: inner, enumerable: true });
    else sorted[key] = inner;
  }
  return sorted;
}

/**
 * The value without empty fields: `undefined`, `null`, empty text, and objects that are empty or
 * become so. An empty field of a provider is an absent field of an event; an empty list stays, since
 * it says that there are no items. Half of a surrogate pair, which is left when a text is cut inside
 * an emoji, becomes U+FFFD: AWS accepts only well-formed Unicode.
 */
export function withoutEmpty<T>(value: T): T {
  return (strip(value) ?? {}) as T;
}

function strip(value: unknown): unknown {
  if (isEmpty(value)) return undefined;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object') return value;
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
