/** Any value that JSON can say. */
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

/** Cheap sign that the text may hold an integer that a double cannot: 16 digits or more. */
const longInteger = /[:[,\s]-?\d{16}/;

/**
 * `JSON.parse`, with one difference: an integer that a double cannot hold comes back as text of its
 * digits. INCS ids are `bigint`, and a rounded id would name another message.
 *
 * @throws {SyntaxError} when the text is no JSON
 */
export function parseJson(text: string): JsonValue {
  if (!longInteger.test(text)) return JSON.parse(text);
  try {
    return JSON.parse(text, keepLongIntegers);
  } catch (error) {
    // The reviver walks the levels on the stack, which JSON.parse by itself does not. What is nested
    // so deep is no callback, and its ids need no care.
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
 * JSON text that does not depend on the order of keys: the same content gives the same text, so a
 * hash of it names the content.
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
    // An assignment would set what the object inherits from.
    if (key === '__proto__') Object.defineProperty(sorted, key, { value: inner, enumerable: true });
    else sorted[key] = inner;
  }
  return sorted;
}

/**
 * The value without what says nothing: `undefined`, `null`, empty text, and objects that are empty
 * or become so. Arrays stay, since an empty list says "none". An empty provider field is an absent
 * field of our events. Half of a surrogate pair, as it is left when somebody cuts a text within an
 * emoji, becomes U+FFFD: AWS takes nothing that is no Unicode.
 */
export function withoutEmpty<T>(value: T): T {
  return (strip(value) ?? {}) as T;
}

function strip(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(strip).filter((item) => item !== undefined);
  let kept: Record<string, unknown> | undefined;
  for (const key in value) {
    const inner = strip(value[key as keyof typeof value]);
    if (inner === undefined) continue;
    kept ??= {};
    kept[key] = inner;
  }
  return kept;
}
