import * as z from 'zod/mini';

/**
 * An object of a body that came in: gives the declared fields that are there, and passes over
 * everything else, since a new field must never break ingestion.
 *
 * The same as `z.object`, but a field that may be absent and is costs nothing: of all that a message
 * can have, it has little.
 */
export function inboundObject<Shape extends z.core.$ZodShape>(shape: Shape) {
  const object = z.object(shape);
  const fields = Object.entries(shape);
  const read: typeof object._zod.run = (payload, context) => {
    const input: unknown = payload.value;
    if (!isObject(input)) {
      payload.issues.push({ code: 'invalid_type', expected: 'object', input, inst: object });
      return payload;
    }
    const known: Record<string, unknown> = {};
    for (const [name, { _zod: field }] of fields) {
      const value = input[name];
      if (value === undefined && field.optout === 'optional') continue;
      const result = field.run({ value, issues: [] }, context);
      if (result instanceof Promise) throw new TypeError(`the field ${name} is not read at once`);
      for (const issue of result.issues) {
        payload.issues.push({ ...issue, path: [name, ...(issue.path ?? [])] });
      }
      if (result.issues.length === 0 && result.value !== undefined) known[name] = result.value;
    }
    payload.value = known;
    return payload;
  };
  object._zod.parse = read;
  object._zod.run = read;
  return object;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
