import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Account and name of the bus with this ARN. */
export function busOf(busArn: string): { readonly account: string; readonly name: string } {
  const { account = '', resourceName = '' } = Arn.split(busArn, ArnFormat.SLASH_RESOURCE_NAME);
  return { account, name: resourceName };
}

/**
 * Whether the bus belongs to another account than the stack. A bus whose ARN is known only at
 * deployment counts as one of this account, since its stack is then in the same app.
 *
 * @throws {Error} if the account of the stack is unknown
 */
export function isInAnotherAccount(scope: Construct, busArn: string): boolean {
  if (Token.isUnresolved(busArn)) return false;
  const stackAccount = Stack.of(scope).account;
  if (Token.isUnresolved(stackAccount)) {
    throw new Error(
      `cannot decide whether ${busArn} is in another account: give the stack an env with its account, or set otherAccount on the subscription`,
    );
  }
  return busOf(busArn).account !== stackAccount;
}
