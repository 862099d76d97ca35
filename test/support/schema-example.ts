import type { JsonObject, JsonValue } from '../../shared/json.ts';
import type { InboundSchema, InboundShape } from '../../shared/provider/inbound.ts';
import type { Random } from '../simulation/random.ts';

/**
 * An object with most of these fields, each of them with any of the scalars: what a provider could
 * send without breaking its own documentation.
 */
export function exampleOf(
  fields: InboundShape,
  scalars: readonly JsonValue[],
  random: Random,
): JsonObject {
  const entries = Object.entries(fields).filter(() => random.chance(0.7));
  return Object.fromEntries(
    entries.map(([name, field]) => [name, exampleValue(field, scalars, random)]),
  );
}

function exampleValue(
  { fields, item, forms }: InboundSchema<unknown>,
  scalars: readonly JsonValue[],
  random: Random,
): JsonValue {
  if (fields !== undefined) return exampleOf(fields, scalars, random);
  if (item !== undefined) {
    const items = Array.from({ length: random.integer(0, 2) });
    return items.map(() => exampleValue(item, scalars, random));
  }
  const form = forms?.[random.integer(0, forms.length - 1)];
  return form === undefined
    ? (scalars[random.integer(0, scalars.length - 1)] ?? null)
    : exampleValue(form, scalars, random);
}
