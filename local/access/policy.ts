import { z } from 'zod';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  /** Of resource policies only: who may. */
  Principal: z.unknown().optional(),
  /** Not evaluated: see {@link decide}. */
  Condition: z.unknown().optional(),
});

/** A policy document of a role or of a resource. */
export const policyDocument = z.object({
  Statement: z
    .union([statement, z.array(statement)])
    .transform((statements) => [statements].flat()),
});

export type PolicyStatement = z.infer<typeof statement>;

/** One thing that a call needs: an action on a resource, by its ARN. */
export type Permission = { readonly action: string; readonly resource: string };

/** What the statements say of a permission; `implicit-deny` is what AWS calls "no policy allows". */
export type Decision = 'allow' | 'explicit-deny' | 'implicit-deny';

/**
 * Evaluates identity-based statements by the rules of IAM: a denial wins, what nothing allows is
 * denied. Conditions are not evaluated, because most of what they ask for is not there locally: an
 * allowance counts without its condition, a denial with a condition does not count. A condition
 * that is too narrow is found on AWS only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(statements: readonly PolicyStatement[], permission: Permission): Decision {
  const applying = statements.filter((each) => applies(each, permission));
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'explicit-deny';
  return applying.length > 0 ? 'allow' : 'implicit-deny';
}

function applies(
  { Effect, Action, NotAction, Resource, NotResource, Condition }: PolicyStatement,
  { action, resource }: Permission,
): boolean {
  if (Effect === 'Deny' && Condition !== undefined) return false;
  const names = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase()));
  const covers = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesWildcards(pattern, resource));
  return (
    (Action ? names(Action) : !names(NotAction ?? [])) &&
    (Resource ? covers(Resource) : !covers(NotResource ?? []))
  );
}

/** `*` stands for any characters, `?` for one. */
function matchesWildcards(pattern: string, text: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}
