import { BlockList, isIP } from 'node:net';

/**
 * A condition on the values of one field; a missing field has no values. Within one object of a list,
 * `leaves` are the values of that object and `everywhere` those of all objects of the list.
 */
export type Condition = (leaves: readonly unknown[], everywhere: readonly unknown[]) => boolean;

type Test = (leaf: unknown) => boolean;

/**
 * Compiles an entry of a pattern's list of values: a value to equal, or an operator.
 *
 * @throws {Error} naming the field, for an operator or an argument that AWS rejects
 */
export function conditionFor(expected: unknown, field: string): Condition {
  if (typeof expected !== 'object' || expected === null) return some(equal(expected, field));
  const [operator, argument] = onlyEntry(expected, field);
  switch (operator) {
    case 'exists':
      if (typeof argument !== 'boolean') throw new Error(`${field}: exists must be true or false`);
      return argument ? (leaves) => leaves.length > 0 : (_, everywhere) => everywhere.length === 0;
    case 'anything-but':
      return anythingBut(argument, field);
    case 'numeric':
      return some(numeric(argument, field));
    case 'cidr':
      return some(cidr(argument, field));
    default:
      return some(textTest(operator, argument, field));
  }
}

function some(test: Test): Condition {
  return (leaves) => leaves.some(test);
}

function equal(expected: unknown, field: string): Test {
  if (!['string', 'number', 'boolean'].includes(typeof expected) && expected !== null) {
    throw new Error(`${field}: a value must be a string, a number, true, false or null`);
  }
  return (leaf) => leaf === expected;
}

/** The operators on strings; `anything-but` negates them and also accepts a list. */
function textTest(operator: string, argument: unknown, field: string): Test {
  const ignoringCase = caseless(argument);
  if ((operator === 'prefix' || operator === 'suffix') && ignoringCase !== undefined) {
    const folded = ignoringCase.toLowerCase();
    return onText((leaf) =>
      operator === 'prefix'
        ? leaf.toLowerCase().startsWith(folded)
        : leaf.toLowerCase().endsWith(folded),
    );
  }
  if (typeof argument !== 'string') throw new Error(`${field}: ${operator} needs a string`);
  switch (operator) {
    case 'prefix':
      return onText((leaf) => leaf.startsWith(argument));
    case 'suffix':
      return onText((leaf) => leaf.endsWith(argument));
    case 'equals-ignore-case':
      return onText((leaf) => leaf.toLowerCase() === argument.toLowerCase());
    case 'wildcard':
      return wildcard(argument, field);
    default:
      throw new Error(`${field}: unknown operator ${operator}`);
  }
}

function onText(test: (leaf: string) => boolean): Test {
  return (leaf) => typeof leaf === 'string' && test(leaf);
}

function caseless(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const folded = (argument as Readonly<Record<string, unknown>>)['equals-ignore-case'];
  return typeof folded === 'string' ? folded : undefined;
}

/** `*` matches any characters; `\*` and `\\` match the characters themselves. */
function wildcard(pattern: string, field: string): Test {
  if (/(?<!\\)\*\*/.test(pattern)) throw new Error(`${field}: wildcard has two * in a row`);
  const source = pattern.replaceAll(
    /\\([*\\])|(\*)|([^*\\])/gs,
    (_, escaped?: string, star?: string, plain?: string) =>
      star ? '.*' : (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\/]/, '\\$&'),
  );
  const expression = new RegExp(`^${source}$`, 's');
  return onText((leaf) => expression.test(leaf));
}

/** Holds when at least one value is not excluded; never for a missing field. */
function anythingBut(argument: unknown, field: string): Condition {
  const excluded = exclusions(argument, field);
  return some((leaf) => !excluded.some((test) => test(leaf)));
}

function exclusions(argument: unknown, field: string): readonly Test[] {
  if (Array.isArray(argument)) return argument.map((value) => equal(value, field));
  if (typeof argument !== 'object' || argument === null) return [equal(argument, field)];
  const [operator, values] = onlyEntry(argument, field);
  return (Array.isArray(values) ? values : [values]).map((value) =>
    textTest(operator, value, field),
  );
}

const comparisons: Readonly<Record<string, (leaf: number, bound: number) => boolean>> = {
  '=': (leaf, bound) => leaf === bound,
  '<': (leaf, bound) => leaf < bound,
  '<=': (leaf, bound) => leaf <= bound,
  '>': (leaf, bound) => leaf > bound,
  '>=': (leaf, bound) => leaf >= bound,
};

function numeric(argument: unknown, field: string): Test {
  if (!Array.isArray(argument) || argument.length === 0 || argument.length % 2 > 0) {
    throw new Error(`${field}: numeric needs pairs of a comparison and a number`);
  }
  const bounds = Array.from(
    { length: argument.length / 2 },
    (_, pair): ((leaf: number) => boolean) => {
      const compare = comparisons[String(argument[pair * 2])];
      const bound: unknown = argument[pair * 2 + 1];
      if (!compare || typeof bound !== 'number') {
        throw new Error(`${field}: numeric needs pairs of a comparison and a number`);
      }
      return (leaf) => compare(leaf, bound);
    },
  );
  return (leaf) => typeof leaf === 'number' && bounds.every((holds) => holds(leaf));
}

function cidr(argument: unknown, field: string): Test {
  const [network = '', prefix = ''] = String(argument).split('/');
  const version = isIP(network);
  if (version === 0 || !/^\d+$/.test(prefix))
    throw new Error(`${field}: cidr needs a network like 10.0.0.0/24`);
  const block = new BlockList();
  block.addSubnet(network, Number(prefix), version === 4 ? 'ipv4' : 'ipv6');
  return onText(
    (leaf) => isIP(leaf) === version && block.check(leaf, version === 4 ? 'ipv4' : 'ipv6'),
  );
}

function onlyEntry(value: object, field: string): [string, unknown] {
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0)
    throw new Error(`${field}: an operator must be an object with one field`);
  return entry;
}
