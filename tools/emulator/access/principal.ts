import { localAccount } from '../../emulator-client/account.ts';
import type { PolicyPrincipal, PolicyStatement } from './policy.ts';

/** The maker of a request, in the terms of resource policies. */
export type Principal =
  | { readonly kind: 'role'; readonly roleArn: string; readonly sessionArn: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'anybody' };

/**
 * Whether a statement of a resource policy applies to a caller. A statement that names only the account
 * applies when it denies: what it allows is decided by the identity-based policies of the account.
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
