import { localAccount } from '../../emulator-client/account.ts';
import type { PolicyPrincipal, PolicyStatement } from './policy.ts';

/** Who makes a request, as resource policies name them. */
export type Principal =
  | { readonly kind: 'role'; readonly roleArn: string; readonly sessionArn: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'anybody' };

/**
 * Whether a statement of a resource policy is about a caller. One that names the account only
 * leaves it to the account's own policies what is allowed, so that it counts as a denial alone.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isAbout(statement: PolicyStatement, principal: Principal): boolean {
  const named = namesIn(statement.Principal);
  if (named.includes('*')) return true;
  switch (principal.kind) {
    case 'anybody':
      return false;
    case 'service':
      return named.includes(principal.name);
    case 'role':
      return (
        named.includes(principal.roleArn) ||
        named.includes(principal.sessionArn) ||
        (statement.Effect === 'Deny' && accountNames.some((name) => named.includes(name)))
      );
  }
}

const { accountId, partition } = localAccount;
const accountNames = [accountId, `arn:${partition}:iam::${accountId}:root`];

function namesIn(principal: PolicyPrincipal = {}): readonly string[] {
  return principal === '*' ? ['*'] : Object.values(principal).flat();
}
