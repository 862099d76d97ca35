import { createHmac } from 'node:crypto';
import type { User } from '../contract/index.ts';

/** The metadata of a mirrored file that says whose it is: hashes of the user's names, with commas. */
const userHashMetadata = 'user-hashes';

/**
 * Hash of a phone number or an id. A file outlives its event record for a time; by this hash an erasure
 * still finds it. Without the key, no one who may read the file can try all phone numbers.
 *
 * @param key the id of the stack: CloudFormation makes it, it ends in a random UUID, and only the
 *   functions and the operators of the account know it (`docs/adr/0024-erasing-a-user.md`)
 */
export function hashUserName(name: string, key: string): string {
  return createHmac('sha256', key).update(name).digest('hex').slice(0, 32);
}

/** The metadata of a file of this user. */
export function toUserMetadata(
  { phone, id, parentId }: Partial<User>,
  key: string,
): Readonly<Record<string, string>> {
  const names = [phone, id, parentId].filter((name) => name !== undefined);
  if (names.length === 0) return {};
  return { [userHashMetadata]: names.map((name) => hashUserName(name, key)).join(',') };
}

/** @returns the hashes in the metadata of a file; none for a file that was stored without them */
export function readUserHashes(metadata: Readonly<Record<string, string>>): readonly string[] {
  return (metadata[userHashMetadata] ?? '').split(',').filter((hash) => hash !== '');
}
