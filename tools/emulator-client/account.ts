/** The account, region and partition that the emulator pretends to be, as the engines do too. */
export const localAccount = {
  accountId: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
} as const;

/** The ARN of a thing in the local account. */
export function arnOf(service: string, resource: string): string {
  const { partition, region, accountId } = localAccount;
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
