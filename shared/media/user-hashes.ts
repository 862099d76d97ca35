import { createHmac } from 'node:crypto';
import type { User } from '../contract/index.ts';

/** The metadata of a mirrored file that says whose it is: hashes of the user's names, with commas. */
const userHashMetadata = 'user-hashes';

/**
 * Hash of a phone number or an id. A file and its outcome outlive the event record that names the user for
 * a time; by this hash an erasure still finds them. Without the key, no one who may read them can try all
 * phone numbers.
 *
 * @param key the id of the stack: CloudFormation makes it, it ends in a random UUID, and only the
 *   functions and the operators of the account know it (`docs/adr/0024-erasing-a-user.md`)
 */
export function hashUserName(name: string, key: string): string {
  return createHmac('sha256', key).update(name).digest('hex').slice(0, 32);
}

/** One hash for each name that the user has; none for a message without one. */
export function hashUserNames(user: Partial<User> | undefined, key: string): readonly string[] {
  const { phone, id, parentId } = user ?? {};
  return [phone, id, parentId].flatMap((name) =>
    name === undefined ? [] : hashUserName(name, key),
  );
}

/** The metadata of a file of the user with these hashes. */
export function toUserMetadata(hashes: readonly string[]): Readonly<Record<string, string>> {
  return hashes.length === 0 ? {} : { [userHashMetadata]: hashes.join(',') };
}

/** @returns the hashes in the metadata of a file; none for a file that was stored without them */
export function readUserHashes(metadata: Readonly<Record<string, string>>): readonly string[] {
  return (metadata[userHashMetadata] ?? '').split(',').filter((hash) => hash !== '');
}
