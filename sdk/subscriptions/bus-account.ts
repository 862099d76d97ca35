import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Account and name of the bus with this ARN. */
export function busOf(busArn: string): { readonly account: string; readonly name: string } {
  const { account = '', resourceName = '' } = Arn.split(busArn, ArnFormat.SLASH_RESOURCE_NAME);
  return { account, name: resourceName };
}

/**
 * Whether the bus belongs to another account than the stack. A bus whose ARN is known only at
 * deployment is taken for one of this account, as it is when both stacks are of one app.
 *
 * @throws {Error} when the stack does not know its account, so that it cannot be told
 */
export function isInAnotherAccount(scope: Construct, busArn: string): boolean {
  if (Token.isUnresolved(busArn)) return false;
  const stackAccount = Stack.of(scope).account;
  if (Token.isUnresolved(stackAccount)) {
    throw new Error(
      `whether ${busArn} is in another account cannot be told: give the stack an env with its account, or the subscription otherAccount`,
    );
  }
  return busOf(busArn).account !== stackAccount;
}
