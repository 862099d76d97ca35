import { createHmac } from 'node:crypto';

/** Which partitions earlier erasures of this user have deleted. */
export interface ErasedPartitions {
  has(pk: string): boolean;
}

/**
 * Hashes of a partition of a user, one for each name. A record that comes after an erasure and names no
 * one, such as the outcome of a file that was being mirrored, is found by them.
 *
 * The key of the partition may have the user's number, so that a hash of it alone could be tried for
 * every number. With the user's name and the stack's key in it, only who looks for this user finds it.
 *
 * @param key the key of the hashes in the metadata of files
 */
export function hashErasedPartition(
  pk: string,
  names: Iterable<string>,
  key: string,
): readonly string[] {
  return [...names].map((name) =>
    createHmac('sha256', key).update(`${name}\n${pk}`).digest('hex').slice(0, 32),
  );
}

/** @param hashes those of every erasure in the table */
export function toErasedPartitions(
  hashes: ReadonlySet<string>,
  names: ReadonlySet<string>,
  key: string,
): ErasedPartitions {
  return {
    has: (pk) =>
      hashes.size > 0 && hashErasedPartition(pk, names, key).some((hash) => hashes.has(hash)),
  };
}
