import { conditionFor } from './conditions.ts';

/** A compiled event pattern; see {@link compilePattern}. */
export type PatternMatcher = (event: unknown) => boolean;

/**
 * Compiles an event pattern: of an EventBridge rule, or of a filter of an event source mapping, which
 * uses the same language.
 *
 * Follows the documented rules. Fields that the pattern does not name are ignored. A list of values
 * means "any of". All named fields must match, in a list of objects within the same object. `exists`
 * looks only at values, not at objects.
 *
 * @throws {Error} naming the part of the pattern that AWS would reject
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: unknown): PatternMatcher {
  const matches = compileObject(pattern, []);
  return (event) => matches(event, event);
}

/** Matches one value of the event, given the whole event. */
type Matcher = (value: unknown, event: unknown) => boolean;

function compileObject(pattern: unknown, path: readonly string[]): Matcher {
  if (!isRecord(pattern) || Object.keys(pattern).length === 0) {
    throw new Error(
      `${describe(path)}: an event pattern must be an object with at least one field`,
    );
  }
  const matchers = Object.entries(pattern).map(([name, expected]): Matcher => {
    if (name === '$or') return compileAlternatives(expected, path);
    const field = [...path, name];
    return Array.isArray(expected)
      ? compileField(expected, field)
      : compileNested(name, compileObject(expected, field));
  });
  return (value, event) => matchers.every((matches) => matches(value, event));
}

function compileAlternatives(alternatives: unknown, path: readonly string[]): Matcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw new Error(`${describe(path)}: $or needs a list of two or more patterns`);
  }
  const matchers = alternatives.map((alternative) => compileObject(alternative, path));
  return (value, event) => matchers.some((matches) => matches(value, event));
}

function compileNested(name: string, matches: Matcher): Matcher {
  return (value, event) => {
    const nested = isRecord(value) ? value[name] : undefined;
    // A missing field is matched too: `exists: false` holds for the fields below it.
    const candidates = Array.isArray(nested) && nested.length > 0 ? nested : [nested];
    return candidates.some((candidate) => matches(candidate, event));
  };
}

function compileField(expected: readonly unknown[], path: readonly string[]): Matcher {
  if (expected.length === 0) throw new Error(`${describe(path)}: the list of values is empty`);
  const conditions = expected.map((value) => conditionFor(value, describe(path)));
  return (value, event) => {
    const leaves = leavesAt(value, path.slice(-1));
    const everywhere = leavesAt(event, path);
    return conditions.some((holds) => holds(leaves, everywhere));
  };
}

/** The values at a path: each entry of a list counts; an object is not a value. */
function leavesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((entry) => leavesAt(entry, path));
  const [name, ...rest] = path;
  if (name !== undefined) return isRecord(value) ? leavesAt(value[name], rest) : [];
  return value === undefined || isRecord(value) ? [] : [value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(path: readonly string[]): string {
  return path.length > 0 ? path.join('.') : 'the pattern';
}
