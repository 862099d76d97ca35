import { createHash } from 'node:crypto';
import { arnOf } from '../../emulator-client/account.ts';

/**
 * The ARN of a secret. Its last six characters are random on AWS. Here they are a hash of the name, so
 * that the ARN in a function's environment stays the same from one start to the next.
 */
export function secretArn(name: string): string {
  const suffix = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return arnOf('secretsmanager', `secret:${name}-${suffix}`);
}
