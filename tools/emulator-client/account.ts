/** The account, region and partition of the emulator and of its engines. */
export const localAccount = {
  accountId: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
} as const;

/** The ARN of a resource in the emulator's account. */
export function arnOf(service: string, resource: string): string {
  const { partition, region, accountId } = localAccount;
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** The ARN of a function that is named by its name or ARN. */
export function functionArnOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('lambda', `function:${nameOrArn}`);
}

/** The ARN of an event bus that is named by its name or ARN. */
export function busArnOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('events', `event-bus/${nameOrArn}`);
}
