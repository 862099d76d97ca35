import type * as z from 'zod/mini';
import type { JsonObject, JsonValue } from '../../shared/json.ts';
import type { Random } from '../simulation/random.ts';

/** The fields that an inbound schema of an object reads. */
export type SchemaFields = Readonly<Record<string, z.core.$ZodType>>;

/** The fields of an object schema, or of the one that an optional schema wraps. */
export function fieldsOf(schema: z.core.$ZodType): SchemaFields | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return def.shape;
    case 'optional':
      return fieldsOf(def.innerType);
    case 'pipe':
      return fieldsOf(def.out);
    default:
      return undefined;
  }
}

/**
 * An object with most of these fields, each of them with any of the scalars: what a provider could
 * send without breaking its own documentation.
 */
export function exampleOf(
  fields: SchemaFields,
  scalars: readonly JsonValue[],
  random: Random,
): JsonObject {
  const entries = Object.entries(fields).filter(() => random.chance(0.7));
  return Object.fromEntries(
    entries.map(([name, field]) => [name, exampleValue(field, scalars, random)]),
  );
}

function exampleValue(
  schema: z.core.$ZodType,
  scalars: readonly JsonValue[],
  random: Random,
): JsonValue {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return exampleOf(def.shape, scalars, random);
    case 'array': {
      const items = Array.from({ length: random.integer(0, 2) });
      return items.map(() => exampleValue(def.element, scalars, random));
    }
    case 'optional':
      return exampleValue(def.innerType, scalars, random);
    case 'union':
      return exampleValue(
        def.options[random.integer(0, def.options.length - 1)] ?? schema,
        scalars,
        random,
      );
    case 'pipe':
      return exampleValue(def.out, scalars, random);
    default:
      return scalars[random.integer(0, scalars.length - 1)] ?? null;
  }
}
