import * as z from 'zod/mini';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** One field of an event, as a row of a table. */
export interface FieldRow {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

export function toJsonSchema(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, { unrepresentable: 'throw' }) as JsonSchema;
}

/**
 * Every field of an object schema, outer fields first.
 *
 * @param stopAt path of a union whose members have their own tables
 */
export function toRows(schema: JsonSchema, path: string, stopAt?: string): readonly FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const field = asSchema(property);
    const own = `${path}.${name}`;
    const row = {
      path: own,
      type: typeOf(field),
      required: schema.required?.includes(name) ?? false,
      description: field.description ?? '',
    };
    if (own === stopAt) return [row];
    const items = asSchema(field.items);
    return [
      row,
      ...toRows(field, own, stopAt),
      ...(items.properties ? toRows(items, `${own}[]`, stopAt) : []),
    ];
  });
}

/** The members of a union by the value of their discriminator. */
export function toMembers(
  schema: JsonSchema,
  discriminator: string,
): ReadonlyMap<string, JsonSchema> {
  const members = (schema.oneOf ?? schema.anyOf ?? []).map(asSchema);
  return new Map(
    members.map((member) => [String(asSchema(member.properties?.[discriminator]).const), member]),
  );
}

/** The schema of the field at this path of property names. */
export function fieldOf(schema: JsonSchema, path: readonly string[]): JsonSchema {
  return path.reduce((at, name) => asSchema(at.properties?.[name]), schema);
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((word) => `\`${String(word)}\``).join(' ');
  if (schema.oneOf ?? schema.anyOf) return 'one of';
  if (schema.type === 'array') return `list of ${typeOf(asSchema(schema.items))}`;
  return String(schema.type ?? 'any');
}
