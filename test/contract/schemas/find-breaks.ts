/** A JSON Schema, as in a file of `docs/schemas`. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Keywords that neither allow nor forbid anything. */
const harmless = new Set(['$schema', 'title', 'description']);

/**
 * Finds what a change of a released schema breaks for a subscriber built for it, one line for each
 * break: every value that the current schema allows and the released one does not, and every field
 * that is gone. A new field breaks nothing: `parseEvent` leaves out unknown fields, and every subscriber
 * should.
 *
 * A keyword that this function does not know counts as a break when it differs: a false alarm is
 * better than an unnoticed break.
 */
export function findBreaks(
  released: JsonSchema,
  current: JsonSchema,
  path = 'detail',
): readonly string[] {
  return [...new Set([...Object.keys(released), ...Object.keys(current)])]
    .filter((keyword) => !harmless.has(keyword))
    .flatMap((keyword) => {
      const compare = comparisons[keyword] ?? mustBeEqual;
      return compare(released[keyword], current[keyword], path, keyword);
    });
}

type Compare = (
  released: unknown,
  current: unknown,
  path: string,
  keyword: string,
) => readonly string[];

const comparisons: Readonly<Record<string, Compare>> = {
  $id: compareAddress,
  properties: compareProperties,
  required: compareRequired,
  enum: compareEnum,
  items: compareItems,
  oneOf: compareMembers,
  minLength: mustNotDecrease,
  minimum: mustNotDecrease,
  maximum: mustNotIncrease,
};

/** A subscriber finds the schema by its address. Schemas that were released without one may get one. */
function compareAddress(released: unknown, current: unknown, path: string): readonly string[] {
  return released === undefined || released === current ? [] : [`${path} has another $id`];
}

function compareProperties(released: unknown, current: unknown, path: string): readonly string[] {
  const now = asSchema(current);
  return Object.entries(asSchema(released)).flatMap(([name, schema]) =>
    name in now
      ? findBreaks(asSchema(schema), asSchema(now[name]), `${path}.${name}`)
      : [`${path}.${name} is gone`],
  );
}

function compareRequired(released: unknown, current: unknown, path: string): readonly string[] {
  const now = asList(current);
  return asList(released)
    .filter((name) => !now.includes(name))
    .map((name) => `${path}.${name} may be absent`);
}

function compareEnum(released: unknown, current: unknown, path: string): readonly string[] {
  if (released === undefined || current === undefined) return [`${path} has other values`];
  const known = asList(released);
  return asList(current)
    .filter((value) => !known.includes(value))
    .map((value) => `${path} may be ${JSON.stringify(value)}`);
}

function compareItems(released: unknown, current: unknown, path: string): readonly string[] {
  return findBreaks(asSchema(released), asSchema(current), `${path}[]`);
}

/** Compares members of a union by their constant field, such as `kind` of a message's content. */
function compareMembers(released: unknown, current: unknown, path: string): readonly string[] {
  const known = new Map(asList(released).map((member) => [constantOf(asSchema(member)), member]));
  return asList(current).flatMap((member) => {
    const name = constantOf(asSchema(member));
    const before = known.get(name);
    return before === undefined
      ? [`${path} may be ${name}`]
      : findBreaks(asSchema(before), asSchema(member), `${path}(${name})`);
  });
}

function constantOf({ properties }: JsonSchema): string {
  const constants = Object.entries(asSchema(properties)).flatMap(([name, schema]) => {
    const { const: value } = asSchema(schema);
    return value === undefined ? [] : [`${name} ${JSON.stringify(value)}`];
  });
  return constants.join(', ');
}

function mustNotDecrease(released: unknown, current: unknown, path: string, keyword: string) {
  return released === undefined || Number(current) >= Number(released)
    ? []
    : [`${path} has a lower ${keyword}`];
}

function mustNotIncrease(released: unknown, current: unknown, path: string, keyword: string) {
  return released === undefined || Number(current) <= Number(released)
    ? []
    : [`${path} has a higher ${keyword}`];
}

function mustBeEqual(released: unknown, current: unknown, path: string, keyword: string) {
  return JSON.stringify(released) === JSON.stringify(current)
    ? []
    : [`${path} has another ${keyword}`];
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
