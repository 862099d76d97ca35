import {
  isEmpty,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  parseJsonOrUndefined,
  toCanonicalJson,
} from '../json.ts';
import type { JsonPath } from './read-item.ts';
import { toHexSha256 } from './values/file.ts';
import { toInstant } from './values/instant.ts';
import { toPhone } from './values/phone.ts';

/**
 * How one value of a callback's body is read: tolerant of what providers really send, and silent
 * about fields that it does not declare.
 */
export interface InboundSchema<T> {
  /** The canonical value, or why there is none. Does not throw. */
  read(value: unknown): T | Unreadable;
  /** Whether `undefined` reads as `undefined`: an object then skips the field when it is absent. */
  readonly isOptional: boolean;
  /** The fields of an object. */
  readonly fields?: InboundShape;
  /** The schema of each item of a list. */
  readonly item?: InboundSchema<unknown>;
  /** The forms that one value may have. */
  readonly forms?: readonly InboundSchema<unknown>[];
}

/** The declared fields of an object. */
export type InboundShape = Readonly<Record<string, InboundSchema<unknown>>>;

/** What a schema reads. */
export type InboundValue<Schema> = Schema extends InboundSchema<infer T> ? T : never;

/** Why a value cannot be read: where in it, and what is expected there; never the value itself. */
export class Unreadable {
  readonly problem: string;
  readonly path: JsonPath;

  constructor(problem: string, path: JsonPath = []) {
    this.problem = problem;
    this.path = path;
  }

  /** The same, seen from the object or list that holds the value. */
  within(step: string | number): Unreadable {
    return new Unreadable(this.problem, [step, ...this.path]);
  }
}

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

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Text, or a number or boolean as text. Use it for ids: an id is text, never a number. */
export const text = scalar('text', String);

/** Why something happened; the placeholder `NONE` for no reason is absent. */
export const reason = scalar('text', (written) =>
  /^none$/i.test(String(written).trim()) ? undefined : String(written),
);

/** A number, also written as text. `NaN`, infinity, a boolean and other text are absent. */
export const number = scalar('a number', (written) => {
  const result = toNumber(written);
  return Number.isFinite(result) ? result : undefined;
});

/** A whole number, 0 or more, of bytes, items …; anything else is absent. */
export const count = scalar('a whole number', (written) => {
  const result = toNumber(written);
  return Number.isSafeInteger(result) && result >= 0 ? result : undefined;
});

/** `NaN` for anything but a number: JavaScript would read a blank as 0, and `true` as 1 but `"true"` not. */
function toNumber(written: Scalar): number {
  if (typeof written === 'boolean' || String(written).trim() === '') return Number.NaN;
  return Number(written);
}

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

/**
 * JSON as text. Some providers have parsed it already: their object is written in the order of its fields'
 * names, so that the same response is the same text.
 */
export const jsonText: InboundSchema<string | undefined> = {
  isOptional: true,
  read(value) {
    if (isEmpty(value)) return undefined;
    return typeof value === 'string' ? value : toCanonicalJson(value);
  },
};

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

/** What an object of a shape reads as. A field that is absent or empty is `undefined`. */
export type InboundFields<Shape extends InboundShape> = {
  readonly [Name in keyof Shape]: InboundValue<Shape[Name]>;
};

/**
 * An object of a callback's body, also one that came as JSON text or as the only entry of a list. It
 * reads the declared fields that are there and ignores all others, since a new field must never break
 * ingestion.
 *
 * It goes through the fields of the body, not through those of the shape: a message has few of its possible
 * fields. What it reads has the order of the body; of several problems it reports the first one there, and that
 * a field is missing last.
 */
export function inboundObject<Shape extends InboundShape>(
  shape: Shape,
): InboundSchema<InboundFields<Shape>> {
  const schemas = new Map(Object.entries(shape));
  const required = [...schemas].filter(([, schema]) => !schema.isOptional);
  return {
    isOptional: false,
    fields: shape,
    read(held) {
      // What a schema reads is JSON.
      const value = isObject(held) ? held : toObject(held as JsonValue | undefined);
      if (value === undefined) return new Unreadable('expected object');
      const known: Record<string, unknown> = {};
      for (const name in value) {
        const result = schemas.get(name)?.read(value[name]);
        if (result instanceof Unreadable) return result.within(name);
        if (result !== undefined) known[name] = result;
      }
      for (const [name, schema] of required) {
        if (Object.hasOwn(known, name)) continue;
        const result = schema.read(value[name]);
        if (result instanceof Unreadable) return result.within(name);
        if (result !== undefined) known[name] = result;
      }
      // The loop reads each field with its own schema, which TypeScript cannot follow.
      return known as InboundFields<Shape>;
    },
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entries of a list. A bare entry is a list of one; `null` and `""` are empty lists. */
export function toList(value: JsonValue | undefined): readonly JsonValue[] {
  if (isEmpty(value)) return [];
  return isJsonArray(value) ? value : [value];
}

/**
 * The object that a field holds: as it is, as JSON text, or as the only entry of a list. `undefined`
 * for any other value.
 */
export function toObject(value: JsonValue | undefined): JsonObject | undefined {
  const only = toOnly(value);
  const held = typeof only === 'string' ? parseObject(only) : only;
  return isJsonObject(held) ? held : undefined;
}

/** `JSON.parse` needs several times as long for text that it refuses as for a whole callback. */
function parseObject(text: string): JsonValue | undefined {
  return text.trimStart().startsWith('{') ? parseJsonOrUndefined(text, parseJson) : undefined;
}

/** The only entry of a list of one; any other value as it is. */
export function toOnly(value: JsonValue = null): JsonValue {
  return isJsonArray(value) && value.length === 1 ? (value[0] ?? null) : value;
}
