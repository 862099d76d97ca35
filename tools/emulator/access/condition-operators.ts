import { BlockList, isIP } from 'node:net';
import { fillVariables, matchesArn, matchesPattern } from './policy-pattern.ts';
import type { RequestContext } from './request-context.ts';

/** Whether a value of the request matches a value of the policy. */
type Match = (value: string, expected: string, context: RequestContext) => boolean;

/** A condition operator, parsed into its comparison and its modifiers. */
export interface ConditionOperator {
  readonly matches: Match;
  /** `…Not…`: holds when no value matches. */
  readonly isNegated: boolean;
  /** For a key with several values; `undefined` for a key with one value. */
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  /** `…IfExists`: holds when the request lacks the key. */
  readonly ifExists: boolean;
}

const equals: Match = (value, expected, context) => value === fillVariables(expected, context);

const equalsIgnoringCase: Match = (value, expected, context) =>
  value.toLowerCase() === fillVariables(expected, context)?.toLowerCase();

const isInNetwork: Match = (value, expected) => {
  const [network = '', prefix] = expected.split('/');
  const version = isIP(network);
  if (version === 0 || isIP(value) !== version) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, Number(prefix ?? (version === 4 ? 32 : 128)), family);
  return block.check(value, family);
};

const isEqual = (one: number, other: number) => one === other;
const isLess = (one: number, other: number) => one < other;
const isLessOrEqual = (one: number, other: number) => one <= other;
const isGreater = (one: number, other: number) => one > other;
const isGreaterOrEqual = (one: number, other: number) => one >= other;

function numbers(compare: typeof isEqual): Match {
  return (value, expected) => compare(Number(value), Number(expected));
}

function dates(compare: typeof isEqual): Match {
  return (value, expected) => compare(toMilliseconds(value), toMilliseconds(expected));
}

/** Dates are ISO 8601, or seconds since 1970. */
function toMilliseconds(date: string): number {
  return /^\d+(\.\d+)?$/.test(date) ? Number(date) * 1000 : Date.parse(date);
}

const positive: Readonly<Record<string, Match>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoringCase,
  StringLike: (value, expected, context) => matchesPattern(expected, value, context),
  NumericEquals: numbers(isEqual),
  NumericLessThan: numbers(isLess),
  NumericLessThanEquals: numbers(isLessOrEqual),
  NumericGreaterThan: numbers(isGreater),
  NumericGreaterThanEquals: numbers(isGreaterOrEqual),
  DateEquals: dates(isEqual),
  DateLessThan: dates(isLess),
  DateLessThanEquals: dates(isLessOrEqual),
  DateGreaterThan: dates(isGreater),
  DateGreaterThanEquals: dates(isGreaterOrEqual),
  Bool: equalsIgnoringCase,
  BinaryEquals: equals,
  IpAddress: isInNetwork,
  // AWS treats both alike: both accept wildcards.
  ArnEquals: (value, expected, context) => matchesArn(expected, value, context),
  ArnLike: (value, expected, context) => matchesArn(expected, value, context),
};

const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/**
 * Parses the name of a documented operator: `ForAnyValue:StringNotLikeIfExists`. `Null` is not among
 * them, since it tests for the key and not for its value.
 *
 * @returns `undefined` for an unknown operator
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function readOperator(text: string): ConditionOperator | undefined {
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  const matches = positive[negated[name] ?? name];
  if (!matches) return undefined;
  return {
    matches,
    isNegated: name in negated,
    quantifier: quantifier as ConditionOperator['quantifier'],
    ifExists: ifExists !== undefined,
  };
}
