import * as z from 'zod/mini';
import { readWith } from './read-with.ts';

/**
 * An object of a body that came in: gives the declared fields that are there, and passes over
 * everything else, since a new field must never break ingestion.
 *
 * The same as `z.object`, but a field that may be absent and is costs nothing: of all that a message
 * can have, it has little.
 */
export function inboundObject<Shape extends z.core.$ZodShape>(shape: Shape) {
  const object = z.object(shape);
  const fields = Object.entries(shape).map(([name, { _zod }]) => ({
    name,
    read: _zod.run,
    isOptional: _zod.optout === 'optional',
  }));
  return readWith(object, (payload, context) => {
    const input: unknown = payload.value;
    if (!isObject(input)) {
      payload.issues.push({ code: 'invalid_type', expected: 'object', input, inst: object });
      return payload;
    }
    const known: Record<string, unknown> = {};
    // One payload serves all fields, as long as nothing is wrong with them.
    let cell: z.core.ParsePayload = { value: undefined, issues: [] };
    for (const { name, read, isOptional } of fields) {
      const value = input[name];
      if (value === undefined && isOptional) continue;
      cell.value = value;
      const result = read(cell, context);
      if (result instanceof Promise) throw new TypeError(`the field ${name} is not read at once`);
      if (result.issues.length > 0) {
        for (const issue of result.issues) {
          payload.issues.push({ ...issue, path: [name, ...(issue.path ?? [])] });
        }
        cell = { value: undefined, issues: [] };
      } else if (result.value !== undefined) {
        known[name] = result.value;
      }
    }
    payload.value = known;
    return payload;
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
