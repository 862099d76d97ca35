import { z } from 'zod';
import { type ConditionOperator, readOperator } from './condition-operators.ts';
import { variableKeys } from './policy-pattern.ts';
import { type RequestContext, toConditionKey } from './request-context.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const oneOrMore = z.union([scalar, z.array(scalar)]).transform((value) => [value].flat());

/** The `Condition` of a statement: by operator and key, the values that match. */
export const conditionBlock = z.record(z.string(), z.record(z.string(), oneOrMore));

export type ConditionBlock = z.infer<typeof conditionBlock>;

/**
 * Whether a request meets all conditions of a block. Every operator and every key must hold. One
 * matching value of a key is enough; with a negated operator, no value may match.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function meetsConditions(block: ConditionBlock, context: RequestContext): boolean {
  return Object.entries(block).every(([operatorName, keys]) =>
    Object.entries(keys).every(([keyName, expected]) => {
      const key = toConditionKey(keyName);
      const values = (key && context[key]) ?? [];
      if (operatorName === 'Null') return expected.includes(String(values.length === 0));
      const operator = readOperator(operatorName);
      return operator !== undefined && holds(operator, values, expected, context);
    }),
  );
}

/** The operators, keys and variables of a block that the emulator does not know. */
export function unknownTerms(block: ConditionBlock): readonly string[] {
  return Object.entries(block).flatMap(([operatorName, keys]) => [
    ...(operatorName === 'Null' || readOperator(operatorName) ? [] : [operatorName]),
    ...Object.entries(keys)
      .flatMap(([keyName, expected]) => [keyName, ...expected.flatMap(variableKeys)])
      .filter((keyName) => toConditionKey(keyName) === undefined),
  ]);
}

function holds(
  { matches, isNegated, quantifier, ifExists }: ConditionOperator,
  values: readonly string[],
  expected: readonly string[],
  context: RequestContext,
): boolean {
  const fits = (value: string) =>
    expected.some((each) => matches(value, each, context)) !== isNegated;
  if (values.length === 0) {
    if (quantifier === undefined) return ifExists || isNegated;
    return ifExists || quantifier === 'ForAllValues';
  }
  const needsAll = quantifier === undefined ? isNegated : quantifier === 'ForAllValues';
  return needsAll ? values.every(fits) : values.some(fits);
}
