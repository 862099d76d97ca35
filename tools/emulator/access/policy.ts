import { z } from 'zod';
import { conditionBlock, meetsConditions, unknownTerms } from './conditions.ts';
import { matchesPattern, variableKeys } from './policy-pattern.ts';
import { everyRequest, type RequestContext, toConditionKey } from './request-context.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** The `Principal` of a resource policy: everyone, or ARNs, accounts and services. */
const policyPrincipal = z.union([z.literal('*'), z.record(z.string(), oneOrMore)]);

const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  /** Only in resource policies. */
  Principal: policyPrincipal.optional(),
  NotPrincipal: z
    .undefined('the emulator does not evaluate NotPrincipal: name the principals')
    .optional(),
  Condition: conditionBlock.default({}),
});

/** A policy document of a role or of a resource. */
export const policyDocument = z.object({
  Statement: z.preprocess((value) => [value].flat(), z.array(statement)),
});

export type PolicyStatement = z.infer<typeof statement>;
export type PolicyPrincipal = z.infer<typeof policyPrincipal>;

/** A permission that a request needs: an action on a resource, by its ARN. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  /** The condition keys of this request, in addition to {@link everyRequest}. */
  readonly context?: RequestContext;
}

/** The outcome of an evaluation; `implicit-deny` means that no statement allows it. */
export type Decision = 'allow' | 'explicit-deny' | 'implicit-deny';

/**
 * Evaluates statements by the rules of IAM: an explicit deny wins, and without an allow the request is
 * denied. Of a resource policy, pass only the statements whose principal is the caller.
 *
 * A statement with a term that the emulator does not know never allows and always denies.
 * {@link unknownTermsOf} finds such terms.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(statements: readonly PolicyStatement[], permission: Permission): Decision {
  const context = { ...everyRequest, ...permission.context };
  const applying = statements.filter((each) => applies(each, permission, context));
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'explicit-deny';
  return applying.length > 0 ? 'allow' : 'implicit-deny';
}

/** The operators, keys and variables of a statement that the emulator does not know. */
export function unknownTermsOf({ Condition, Resource = [] }: PolicyStatement): readonly string[] {
  const inResources = Resource.flatMap(variableKeys);
  return [
    ...unknownTerms(Condition),
    ...inResources.filter((key) => toConditionKey(key) === undefined),
  ];
}

function applies(
  statement: PolicyStatement,
  { action, resource }: Permission,
  context: RequestContext,
): boolean {
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  const names = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase(), {}));
  const covers = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesPattern(pattern, resource, context));
  const isAboutIt =
    (Action ? names(Action) : !names(NotAction ?? [])) &&
    (Resource ? covers(Resource) : !covers(NotResource ?? []));
  if (!isAboutIt) return false;
  if (unknownTermsOf(statement).length > 0) return Effect === 'Deny';
  return meetsConditions(Condition, context);
}
