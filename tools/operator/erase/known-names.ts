import { hashUserName } from '../../../shared/media/media-object.ts';

/** The names by which an erasure knows the user, and those that it asks the operator about. */
export interface KnownNames {
  /** The name on the command line, and those that the operator confirmed: all of them are the user. */
  readonly confirmed: ReadonlySet<string>;
  /** Names that may be the user. Nothing is erased that only they name. */
  readonly undecided: ReadonlySet<string>;
}

/**
 * Whose a thing is, by the names that it has.
 * - `user`: it has a confirmed name.
 * - `undecided`: it has none, but one that may be the user.
 * - `other`: neither.
 */
export type Owner = 'user' | 'undecided' | 'other';

export function toOwner(names: Iterable<string>, { confirmed, undecided }: KnownNames): Owner {
  let owner: Owner = 'other';
  for (const name of names) {
    if (confirmed.has(name)) return 'user';
    if (undecided.has(name)) owner = 'undecided';
  }
  return owner;
}

/**
 * Reads which of these names are behind hashes: those of a file, or of its outcome in the table.
 *
 * @param key the id of the stack
 */
export function createHashReader(
  names: Iterable<string>,
  key: string,
): (hashes: readonly string[]) => readonly string[] {
  const byHash = new Map([...names].map((name) => [hashUserName(name, key), name]));
  return (hashes) => hashes.flatMap((hash) => byHash.get(hash) ?? []);
}

/** What the operator must know to decide on a name. */
export interface NameAdditions {
  readonly records: number;
  readonly payloadObjects: number;
  readonly mediaObjects: number;
  /** Dead letters of the publisher and of the media queue. */
  readonly deadLetters: number;
}

/** Counts what an erasure would add if the operator confirmed a name. */
export interface AdditionCounter {
  /** Counts one thing for each of these names that is undecided. */
  add(names: Iterable<string>, what: keyof NameAdditions): void;
  /** The undecided names that would add something. */
  additions(): ReadonlyMap<string, NameAdditions>;
}

export function createAdditionCounter({
  undecided,
}: Pick<KnownNames, 'undecided'>): AdditionCounter {
  const counts = new Map<string, Record<keyof NameAdditions, number>>();
  return {
    add(names, what) {
      for (const name of new Set(names)) {
        if (!undecided.has(name)) continue;
        const count = counts.get(name) ?? {
          records: 0,
          payloadObjects: 0,
          mediaObjects: 0,
          deadLetters: 0,
        };
        count[what] += 1;
        counts.set(name, count);
      }
    },
    additions: () => counts,
  };
}
