import type { ListedObject } from '../gateway/s3-vault.ts';
import { mentionsAny } from './user-names.ts';

interface ReadableVault {
  list(prefix: string): Promise<readonly ListedObject[]>;
  read(key: string): Promise<string | undefined>;
}

/** Objects of which each is one item: what was not understood, and what has no event. */
const itemPrefixes = ['quarantine/', 'kept/'] as const;

/** Objects with the records of many: they are published first, not deleted. */
const batchPrefixes = ['undeliverable/', 'aws/lambda/'] as const;

/** What the vault holds of a user beside the raw JSON that facts point at. */
export interface FoundObjects {
  /** Items that name the user. */
  readonly items: readonly string[];
  /** Undelivered events that name the user. */
  readonly undelivered: readonly string[];
}

/** Reads every object that no fact of the user points at, and finds those that name the user. */
export async function searchVault(
  vault: ReadableVault,
  names: ReadonlySet<string>,
): Promise<FoundObjects> {
  const findIn = async (prefixes: readonly string[]) => {
    const keys: string[] = [];
    for (const prefix of prefixes) {
      for (const { key } of await vault.list(prefix)) {
        if (mentionsAny((await vault.read(key)) ?? '', names)) keys.push(key);
      }
    }
    return keys;
  };
  return { items: await findIn(itemPrefixes), undelivered: await findIn(batchPrefixes) };
}

/** Partition of the fact that points at a quarantined object. */
export function quarantinedPartition(vaultKey: string): string | undefined {
  const [, provider, sha256] = /^quarantine\/([^/]+)\/([0-9a-f]{64})\.json$/.exec(vaultKey) ?? [];
  return provider && sha256 ? `quarantine#${provider}#${sha256}` : undefined;
}
