import { z } from 'zod';
import { findNearest } from '../../shared/nearest-word.ts';
import type { InScope } from './in-scope.ts';

/**
 * An object without other keys than these. The error for a misspelt one names the key that was probably meant.
 *
 * @param otherKeys what the error for any other key adds
 */
export function closedObject<Shape extends z.ZodRawShape>(shape: Shape, otherKeys?: string) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: ({ code, keys, input }) => {
      if (code !== 'unrecognized_keys') return `must be an object, not ${describeValue(input)}`;
      return keys.map((key: string) => explainUnknown(key, known, otherKeys)).join('; ');
    },
  });
}

function explainUnknown(key: string, known: readonly string[], otherKeys?: string): string {
  const near = findNearest(key, known);
  if (near !== undefined) return `has no "${key}": write "${near}"`;
  return `has no "${key}": ${otherKeys ?? `it can have ${known.join(', ')}`}`;
}

/** A whole number in a range, with one error whatever is wrong. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  const range =
    max === Number.MAX_SAFE_INTEGER
      ? `${toText(min)} or more`
      : `from ${toText(min)} to ${toText(max)}`;
  const error = `must be a whole number, ${range}`;
  return z
    .number(error)
    .refine((value) => Number.isSafeInteger(value) && value >= min && value <= max, error);
}

function toText(value: number): string {
  return value.toLocaleString('en');
}

/** Text of a pattern, with one error whatever is wrong. */
export function textLike(pattern: RegExp, error: string) {
  return z.string(error).regex(pattern, error);
}

export const onOrOff = z.boolean('must be true or false');

/**
 * A construct with these members, or a function that makes it.
 *
 * @param error what to write instead
 */
export function constructWith<T extends object>(member: keyof T & string, error: string) {
  return z.custom<InScope<T>>(
    (value) =>
      typeof value === 'function' ||
      (typeof value === 'object' && value !== null && member in value),
    error,
  );
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'this one' : `a ${typeof value}`;
}
