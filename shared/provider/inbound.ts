import * as z from 'zod/mini';
import { inboundObject } from './inbound-object.ts';
import { readWith } from './read-with.ts';
import { toInstant } from './values/instant.ts';
import { toPhone } from './values/phone.ts';
import { toHexSha256 } from './values/sha256.ts';

/**
 * Leaves for inbound schemas. Providers send the same field as text, as a number, as `null` or as
 * `""`; each leaf takes all of these and gives the canonical value or `undefined`. Only what cannot
 * be read at all (an object where text belongs) is an issue, with its path.
 *
 * Inbound objects are always loose: a new field must never break ingestion.
 */
function leaf<T>(expected: string, read: (value: unknown) => T | undefined | typeof unreadable) {
  const schema = z.optional(z.transform((): T | undefined => undefined));
  return readWith(schema, (payload) => {
    const { value } = payload;
    const result = saysNothing(value) ? undefined : read(value);
    if (result === unreadable) {
      payload.issues.push({ code: 'custom', message: `expected ${expected}`, input: value });
    } else {
      payload.value = result;
    }
    return payload;
  });
}

function saysNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

const unreadable = Symbol('unreadable');

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Text, or a number or boolean as text. Ids are read with it: an id is text, never a number. */
export const text = leaf('text', (value) => (isScalar(value) ? String(value) : unreadable));

/** A number, also written as text. What is no finite number is absent. */
export const number = leaf('a number', (value) => {
  if (!isScalar(value)) return unreadable;
  const result = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(result) ? result : undefined;
});

/** A count of bytes, items …: a whole number, 0 or more; else absent. */
export const count = leaf('a whole number', (value) => {
  if (!isScalar(value)) return unreadable;
  const result = Number(value);
  return Number.isSafeInteger(result) && result >= 0 ? result : undefined;
});

/** A boolean, also as `"true"`, `"false"`, 1 or 0. */
export const boolean = leaf('a boolean', (value) => {
  if (!isScalar(value)) return unreadable;
  const word = String(value).trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : undefined;
});

/** An instant in any of the forms of `toInstant`; what is none is absent. */
export const instant = leaf('an instant', (value) =>
  isScalar(value) ? toInstant(value) : unreadable,
);

/** A phone number; what is none is absent. Use `text` and `toPhoneOrId` where it may be an id. */
export const phone = leaf('a phone number', (value) =>
  isScalar(value) ? toPhone(value) : unreadable,
);

/** A SHA-256 in hex or base64; what is none is absent. */
export const sha256 = leaf('a SHA-256', (value) =>
  isScalar(value) ? toHexSha256(value) : unreadable,
);

/** Text that must be there, since without it nothing can be said of the thing. */
export const requiredText = readWith(
  z.transform((): string => ''),
  (payload) => {
    const { value } = payload;
    if (isScalar(value) && value !== '') payload.value = String(value);
    else payload.issues.push({ code: 'custom', message: 'expected text', input: value });
    return payload;
  },
);

/** An optional loose object; `null` and `""` are absent. A list of one counts as its only item. */
export function optionalObject<Shape extends z.core.$ZodShape>(shape: Shape) {
  return optionally(
    (value) => (Array.isArray(value) && value.length <= 1 ? value[0] : value),
    inboundObject(shape),
  );
}

/** An optional list; `null` and `""` are absent. One bare item counts as a list of one. */
export function optionalList<Item extends z.core.SomeType>(item: Item) {
  return optionally((value) => (Array.isArray(value) ? value : [value]), z.array(item));
}

function optionally<Inner extends z.ZodMiniType>(
  toInput: (value: unknown) => unknown,
  inner: Inner,
) {
  return readWith(z.optional(inner), (payload, context) => {
    payload.value = saysNothing(payload.value) ? undefined : toInput(payload.value);
    return payload.value === undefined ? payload : inner._zod.run(payload, context);
  });
}
