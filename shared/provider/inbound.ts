import { type InboundFields, inboundObject } from './inbound-object.ts';
import {
  type InboundSchema,
  type InboundShape,
  type InboundValue,
  Unreadable,
} from './inbound-schema.ts';
import { toInstant } from './values/instant.ts';
import { toPhone } from './values/phone.ts';
import { toHexSha256 } from './values/sha256.ts';

type Scalar = string | number | boolean;

/**
 * A field of an inbound schema. Providers send the same field as text, as a number, as `null` or as
 * `""`; each field takes all of these and reads the canonical value or `undefined`. Only a value
 * that cannot be one at all (an object where text belongs) is unreadable.
 */
function scalar<T>(
  expected: string,
  toValue: (written: Scalar) => T | undefined,
): InboundSchema<T | undefined> {
  const unreadable = new Unreadable(`expected ${expected}`);
  return {
    isOptional: true,
    read(value) {
      if (isEmpty(value)) return undefined;
      return isScalar(value) ? toValue(value) : unreadable;
    },
  };
}

function isEmpty(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Text, or a number or boolean as text. Use it for ids: an id is text, never a number. */
export const text = scalar('text', String);

/** A number, also written as text. `NaN`, infinity and other text are absent. */
export const number = scalar('a number', (written) => {
  const result =
    typeof written === 'string' && written.trim() === '' ? Number.NaN : Number(written);
  return Number.isFinite(result) ? result : undefined;
});

/** A whole number, 0 or more, of bytes, items …; any other number is absent. */
export const count = scalar('a whole number', (written) => {
  const result = Number(written);
  return Number.isSafeInteger(result) && result >= 0 ? result : undefined;
});

/** A boolean, also as `"true"`, `"false"`, 1 or 0. */
export const boolean = scalar('a boolean', (written) => {
  const word = String(written).trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : undefined;
});

/** An instant in any of the forms of `toInstant`; anything else is absent. */
export const instant = scalar('an instant', toInstant);

/** A phone number; anything else is absent. Where it may be an id, use `text` and `toPhoneOrId`. */
export const phone = scalar('a phone number', toPhone);

/** A SHA-256 in hex or base64; anything else is absent. */
export const sha256 = scalar('a SHA-256', toHexSha256);

const textMissing = new Unreadable('expected text');

/** Text that must be there, since its event means nothing without it. */
export const requiredText: InboundSchema<string> = {
  isOptional: false,
  read: (value) => (isScalar(value) && value !== '' ? String(value) : textMissing),
};

/** An optional object; `null` and `""` are absent. A list of one counts as its only item. */
export function optionalObject<Shape extends InboundShape>(
  shape: Shape,
): InboundSchema<InboundFields<Shape> | undefined> {
  const object = inboundObject(shape);
  return {
    isOptional: true,
    fields: shape,
    read(value) {
      const only = Array.isArray(value) && value.length <= 1 ? value[0] : value;
      return isEmpty(value) || only === undefined ? undefined : object.read(only);
    },
  };
}

/** An optional list; `null` and `""` are absent. One bare item counts as a list of one. */
export function optionalList<T>(item: InboundSchema<T>): InboundSchema<T[] | undefined> {
  return {
    isOptional: true,
    item,
    read(value) {
      if (isEmpty(value)) return undefined;
      const items: T[] = [];
      for (const [index, entry] of (Array.isArray(value) ? value : [value]).entries()) {
        const result = item.read(entry);
        if (result instanceof Unreadable) return result.within(index);
        items.push(result);
      }
      return items;
    },
  };
}

/** A value that has one of several forms: the first form that can read it does. */
export function eitherOf<
  Forms extends readonly [InboundSchema<unknown>, ...InboundSchema<unknown>[]],
>(...forms: Forms): InboundSchema<InboundValue<Forms[number]>> {
  return {
    isOptional: forms.some(({ isOptional }) => isOptional),
    forms,
    read(value) {
      let result: unknown;
      for (const form of forms) {
        result = form.read(value);
        if (!(result instanceof Unreadable)) break;
      }
      return result as InboundValue<Forms[number]> | Unreadable;
    },
  };
}
