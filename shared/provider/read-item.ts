import type * as z from 'zod/mini';
import type { JsonValue } from '../json.ts';
import type { Unrecognized } from './provider-adapter.ts';

/** Where an item stands in the body: `['message', 'messages', 0]` is `$.message.messages[0]`. */
export type JsonPath = readonly PropertyKey[];

/** An item in its schema's form, or why it has none. */
export type ReadItem<T> =
  | { readonly fits: true; readonly value: T }
  | { readonly fits: false; readonly unrecognized: Unrecognized };

/** What is told of an item that does not fit, beside the path within it and the problem. */
export interface ItemPlace {
  readonly providerEvent: string;
  readonly path?: JsonPath;
  readonly raw?: JsonValue;
}

/**
 * Reads one item of a body with its schema. What does not fit is not thrown but told, with the JSON
 * path of the first thing that did not fit and never with a value of the body.
 *
 * @param place as a function where it costs something to say: it is asked only of what does not fit
 */
export function readItem<Schema extends z.ZodMiniType>(
  schema: Schema,
  item: JsonValue | undefined,
  place: ItemPlace | (() => ItemPlace),
): ReadItem<z.infer<Schema>> {
  // As z.safeParse does it, but without an error object, of which only the first issue is told.
  const result = schema._zod.run({ value: item, issues: [] }, { async: false });
  if (result instanceof Promise) throw new TypeError('an item is not read at once');
  const [issue] = result.issues;
  if (issue === undefined) return { fits: true, value: result.value as z.infer<Schema> };
  const { providerEvent, path = [], raw } = typeof place === 'function' ? place() : place;
  return {
    fits: false,
    unrecognized: {
      reason: 'invalid_shape',
      providerEvent,
      path: toJsonPath([...path, ...(issue.path ?? [])]),
      problem: toProblem(issue),
      raw,
    },
  };
}

/** `$.message.messages[0].image`; keys that are no plain names are quoted. */
export function toJsonPath(path: JsonPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const name = String(step);
    return /^[A-Za-z_][\w-]*$/.test(name) ? `${text}.${name}` : `${text}[${JSON.stringify(name)}]`;
  }, '$');
}

/** zod's own messages may quote the input; only what the schema expected is told. */
function toProblem(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  if (issue.code === 'custom') return issue.message ?? 'does not fit the schema';
  return `does not fit the schema (${issue.code})`;
}
