/** A JSON Schema as `docs/schemas` holds them. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Words for people, and the name of the draft: they allow and forbid nothing. */
const harmless = new Set(['$schema', 'title', 'description']);

/**
 * What a change of a published schema breaks for a subscriber who was built for it, one line each:
 * everything that the current schema lets through and the published one does not, and every field
 * that is gone. New fields break nothing, because `parseEvent` leaves out what it does not know and
 * so should every subscriber.
 *
 * A keyword that is not understood breaks as soon as it differs: to ask once too often is better than
 * to let a break through.
 */
export function findBreaks(
  published: JsonSchema,
  current: JsonSchema,
  path = 'detail',
): readonly string[] {
  return [...new Set([...Object.keys(published), ...Object.keys(current)])]
    .filter((keyword) => !harmless.has(keyword))
    .flatMap((keyword) => {
      const compare = comparisons[keyword] ?? mustBeEqual;
      return compare(published[keyword], current[keyword], path, keyword);
    });
}

type Compare = (
  published: unknown,
  current: unknown,
  path: string,
  keyword: string,
) => readonly string[];

const comparisons: Readonly<Record<string, Compare>> = {
  properties: compareProperties,
  required: compareRequired,
  enum: compareEnum,
  items: compareItems,
  oneOf: compareMembers,
  minLength: mustNotSink,
  minimum: mustNotSink,
  maximum: mustNotRise,
};

function compareProperties(published: unknown, current: unknown, path: string): readonly string[] {
  const now = asSchema(current);
  return Object.entries(asSchema(published)).flatMap(([name, schema]) =>
    name in now
      ? findBreaks(asSchema(schema), asSchema(now[name]), `${path}.${name}`)
      : [`${path}.${name} is gone`],
  );
}

function compareRequired(published: unknown, current: unknown, path: string): readonly string[] {
  const now = asList(current);
  return asList(published)
    .filter((name) => !now.includes(name))
    .map((name) => `${path}.${name} may be absent`);
}

function compareEnum(published: unknown, current: unknown, path: string): readonly string[] {
  if (published === undefined || current === undefined) return [`${path} has other values`];
  const known = asList(published);
  return asList(current)
    .filter((value) => !known.includes(value))
    .map((value) => `${path} may be ${JSON.stringify(value)}`);
}

function compareItems(published: unknown, current: unknown, path: string): readonly string[] {
  return findBreaks(asSchema(published), asSchema(current), `${path}[]`);
}

/** Members are told apart by their constant field, as `kind` of a message's content. */
function compareMembers(published: unknown, current: unknown, path: string): readonly string[] {
  const known = new Map(asList(published).map((member) => [constantOf(asSchema(member)), member]));
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

function mustNotSink(published: unknown, current: unknown, path: string, keyword: string) {
  return published === undefined || Number(current) >= Number(published)
    ? []
    : [`${path} has a lower ${keyword}`];
}

function mustNotRise(published: unknown, current: unknown, path: string, keyword: string) {
  return published === undefined || Number(current) <= Number(published)
    ? []
    : [`${path} has a higher ${keyword}`];
}

function mustBeEqual(published: unknown, current: unknown, path: string, keyword: string) {
  return JSON.stringify(published) === JSON.stringify(current)
    ? []
    : [`${path} has another ${keyword}`];
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
