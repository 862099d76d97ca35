import { conditionFor } from './conditions.ts';

/** What an event pattern asks of an event; see {@link compilePattern}. */
export type PatternMatcher = (event: unknown) => boolean;

/**
 * Compiles an event pattern: of an EventBridge rule, or of a filter of an event source mapping,
 * which has the same language.
 *
 * Guarantees the published rules: fields that the pattern does not name are ignored; a list of
 * values means "any of"; all named fields must match, and where the event holds a list of objects,
 * in one and the same object; `exists` looks at leaves only.
 *
 * @throws {Error} telling which part of the pattern is not one that AWS accepts.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: unknown): PatternMatcher {
  return compileObject(pattern, []);
}

function compileObject(pattern: unknown, path: readonly string[]): PatternMatcher {
  if (!isRecord(pattern) || Object.keys(pattern).length === 0) {
    throw new Error(`${describe(path)}: an event pattern is an object with at least one field`);
  }
  const matchers = Object.entries(pattern).map(([name, expected]): PatternMatcher => {
    if (name === '$or') return compileAlternatives(expected, path);
    const field = [...path, name];
    return Array.isArray(expected)
      ? compileField(name, expected, field)
      : compileNested(name, compileObject(expected, field));
  });
  return (value) => matchers.every((matches) => matches(value));
}

function compileAlternatives(alternatives: unknown, path: readonly string[]): PatternMatcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw new Error(`${describe(path)}: $or needs a list of two or more patterns`);
  }
  const matchers = alternatives.map((alternative) => compileObject(alternative, path));
  return (value) => matchers.some((matches) => matches(value));
}

function compileNested(name: string, matches: PatternMatcher): PatternMatcher {
  return (value) => {
    const nested = isRecord(value) ? value[name] : undefined;
    // A missing object is looked into as well: `exists: false` holds for what is below it.
    return Array.isArray(nested) ? nested.some(matches) : matches(nested);
  };
}

function compileField(
  name: string,
  expected: readonly unknown[],
  path: readonly string[],
): PatternMatcher {
  if (expected.length === 0) throw new Error(`${describe(path)}: the list of values is empty`);
  const conditions = expected.map((value) => conditionFor(value, describe(path)));
  return (value) => {
    const leaves = leavesOf(isRecord(value) ? value[name] : undefined);
    return conditions.some((holds) => holds(leaves));
  };
}

/** The values that conditions see: a list counts as its entries, an object has no value itself. */
function leavesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return value === undefined || isRecord(value) ? [] : [value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(path: readonly string[]): string {
  return path.length > 0 ? path.join('.') : 'the pattern';
}
