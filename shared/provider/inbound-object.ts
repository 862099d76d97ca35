import {
  type InboundSchema,
  type InboundShape,
  type InboundValue,
  Unreadable,
} from './inbound-schema.ts';

/** What an object of a shape reads as. A field that is absent or empty is `undefined`. */
export type InboundFields<Shape extends InboundShape> = {
  readonly [Name in keyof Shape]: InboundValue<Shape[Name]>;
};

/**
 * An object of a callback's body. It reads the declared fields that are there and ignores all
 * others, since a new field must never break ingestion.
 *
 * A field that may be absent and is costs nothing: of all that a message can have, it has little.
 */
export function inboundObject<Shape extends InboundShape>(
  shape: Shape,
): InboundSchema<InboundFields<Shape>> {
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, schema }));
  return {
    isOptional: false,
    fields: shape,
    read(value) {
      if (!isObject(value)) return new Unreadable('expected object');
      const known: Record<string, unknown> = {};
      for (const { name, schema } of fields) {
        const field = value[name];
        if (field === undefined && schema.isOptional) continue;
        const result = schema.read(field);
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
