import fc from 'fast-check';
import type * as z from 'zod/mini';
import type { JsonValue } from '../../shared/normalizers/json.ts';

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  fc.string(),
  fc.nat().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constantFrom('', null),
);

/**
 * JSON that has the fields of an inbound schema, each of them with any scalar, and each missing at
 * times: what a provider could send without breaking its own documentation. `fixed` sets fields of
 * the outermost object, as the one that names the feed.
 */
export function jsonOfSchema(
  schema: z.core.$ZodType,
  fixed: { readonly [field: string]: JsonValue } = {},
): fc.Arbitrary<JsonValue> {
  return valuesOf(schema).map((value) =>
    JSON.parse(JSON.stringify(isObject(value) ? { ...value, ...fixed } : fixed)),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function valuesOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object': {
      const fields: Record<string, fc.Arbitrary<unknown>> = {};
      for (const [name, field] of Object.entries(def.shape)) fields[name] = valuesOf(field);
      return fc.record(fields, { requiredKeys: [] });
    }
    case 'array':
      return fc.array(valuesOf(def.element), { maxLength: 3 });
    case 'optional':
      return valuesOf(def.innerType);
    case 'union':
      return fc.oneof(...def.options.map(valuesOf));
    case 'pipe':
      return def.out._zod.def.type === 'transform' ? scalar : valuesOf(def.out);
    default:
      return scalar;
  }
}
