import { localAccount } from '../../emulator-client/account.ts';

/**
 * Whether a text is a name, or the ARN of a resource of this account in this region. A call in AWS reaches
 * resources of its own region only.
 */
export function isNameOrOwnArn(text: string): boolean {
  if (!text.startsWith('arn:')) return true;
  const [, partition, , region, accountId] = text.split(':');
  return (
    partition === localAccount.partition &&
    region === localAccount.region &&
    accountId === localAccount.accountId
  );
}
