import { Arn, ArnFormat, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Where a bus is, seen from the stack of a subscription. All are in the region of the stack. */
export type BusLocation =
  | 'same_account'
  | 'other_account'
  /** Only CloudFormation will know: the stack has no `env`, or the ARN is a value of the deployment. */
  | 'unknown';

interface Environment {
  readonly account: string;
  readonly region: string;
}

/** Account and name of the bus with this ARN. */
export function busOf(busArn: string): { readonly account: string; readonly name: string } {
  const { account = '', resourceName = '' } = Arn.split(busArn, ArnFormat.SLASH_RESOURCE_NAME);
  return { account, name: resourceName };
}

/**
 * Where a bus is, as far as the ARN and the `env` of the stack say it. EventBridge looks for the bus of a
 * rule in the region of the rule, and would find another one of the same name.
 *
 * @throws {Error} when the ARN is not that of a bus, or the bus is in another region
 */
export function locateBus(scope: Construct, busArn: string): BusLocation {
  const stack = Stack.of(scope);
  const bus = environmentOf(busArn);
  if (bus === undefined) return 'unknown';
  if (isOther(bus.region, stack.region)) {
    throw new Error(
      `the bus ${Token.isUnresolved(busArn) ? '' : `${busArn} `}is in ${bus.region}, and this stack is in ${stack.region}: a rule works only in the region of its bus. Put the subscription into a stack with env: { region: '${bus.region}' }; its target may send to other regions`,
    );
  }
  if (isOther(bus.account, stack.account)) return 'other_account';
  // An ARN of the same app is an import of CloudFormation's, which has no other account and region.
  const isKnown = Token.isUnresolved(busArn) || isKnownEnvironment(stack);
  return isKnown ? 'same_account' : 'unknown';
}

/** @returns `undefined` for an ARN that is known only at deployment */
function environmentOf(busArn: string): Environment | undefined {
  if (!Token.isUnresolved(busArn)) return readArn(busArn);
  const { firstToken, length } = Tokenization.reverseString(busArn);
  if (length !== 1 || !Reference.isReference(firstToken)) return undefined;
  return Stack.of(firstToken.target);
}

function readArn(busArn: string): Environment {
  const [, region, account] = /^arn:[^:]+:events:([^:]+):(\d{12}):event-bus\/./.exec(busArn) ?? [];
  if (region && account) return { account, region };
  throw new Error(
    `busArn is not the ARN of a bus: ${busArn}. Pass the output EventBusArn of the gateway's stack`,
  );
}

/** Whether both are known and differ. */
function isOther(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}

function isKnownEnvironment({ account, region }: Environment): boolean {
  return !Token.isUnresolved(account) && !Token.isUnresolved(region);
}
