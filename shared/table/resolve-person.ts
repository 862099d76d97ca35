import { compareNames } from '../contract/user-names.ts';
import { linkPartition } from './links.ts';
import { parseSortKey, type SortKey } from './sort-key.ts';

/**
 * The most names of a person that are followed. No one has as many: of what lies behind them, the links
 * are wrong, as after a provider sent one number for every user. Then a reader shows the conversations
 * of the first names and says so.
 */
const maxNames = 16;

/** A person at one business on one channel, as the links in the table show them. */
export interface Person {
  /** All names, the strongest first. */
  readonly names: readonly string[];
  /** Every link between two of the names, each once, the stronger name first. */
  readonly links: readonly (readonly [stronger: string, weaker: string])[];
  /** What was reported of the conversation by each name. */
  readonly merges: ReadonlyMap<string, Merges>;
  /** Whether there are more than `maxNames`. */
  readonly isCut: boolean;
}

/** Into which names the conversation by a name was reported to be merged. */
export interface Merges {
  /** When an operator last decided about it, in the contract's form; `undefined` for never. */
  readonly decidedAt: string | undefined;
  /** Since then, with what the operator decided. */
  readonly into: ReadonlySet<string>;
}

/** Reads the sort keys of a partition. */
export type ReadSortKeys = (pk: string) => Promise<readonly string[]>;

/**
 * Follows the links of a name to all names of the person, in at most `maxNames` reads of a partition.
 * Links can be found in any order and more than once. One that an operator has undone does not count, also
 * when it was seen again later (`docs/adr/0037-one-person-one-conversation.md`).
 *
 * @param options `stopsWhenCut`: read no further once it is known that the person has too many names
 */
export async function resolvePerson(
  scope: string,
  name: string,
  readSortKeys: ReadSortKeys,
  { stopsWhenCut = false }: { readonly stopsWhenCut?: boolean } = {},
): Promise<Person> {
  const linked = new Map<string, Set<string>>();
  const unlinked = new Set<string>();
  const merges = new Map<string, Merges>();
  let open: readonly string[] = [name];
  while (open.length > 0) {
    const read = await Promise.all(
      open.map(async (each) => [each, await readSortKeys(linkPartition(scope, each))] as const),
    );
    for (const [each, sortKeys] of read) {
      const names = new Set<string>();
      linked.set(each, names);
      const keys = sortKeys.map(parseSortKey);
      merges.set(each, toMerges(keys.filter((key) => key?.kind === 'merged')));
      for (const key of keys) {
        if (key?.kind === 'link') names.add(key.name);
        if (key?.kind === 'unlink') unlinked.add(toPair(each, key.name));
      }
    }
    const found = reachable(name, linked, unlinked);
    if (stopsWhenCut && found.length > maxNames) break;
    open = found.filter((each) => !linked.has(each)).slice(0, maxNames - linked.size);
  }
  const found = reachable(name, linked, unlinked);
  const names = found.filter((each) => linked.has(each));
  return {
    names: names.toSorted(compareNames),
    links: linksBetween(new Set(names), linked, unlinked),
    merges,
    isCut: names.length < found.length,
  };
}

/** What was reported before an operator's decision says nothing about the time after it. */
function toMerges(keys: readonly Extract<SortKey, { kind: 'merged' }>[]): Merges {
  const decidedAt = keys
    .flatMap(({ at }) => at ?? [])
    .sort()
    .at(-1);
  const since = keys.filter(({ at }) => at === decidedAt);
  return { decidedAt, into: new Set(since.map(({ into }) => into)) };
}

/** The names that links lead to, the nearest first; those of one distance in their order. */
function reachable(
  name: string,
  linked: ReadonlyMap<string, ReadonlySet<string>>,
  unlinked: ReadonlySet<string>,
): readonly string[] {
  const found = new Set([name]);
  // A set is iterated in the order of its additions, with those that are added meanwhile.
  for (const each of found) {
    const next = [...(linked.get(each) ?? [])].filter(
      (other) => !unlinked.has(toPair(each, other)),
    );
    for (const other of next.sort(compareNames)) found.add(other);
  }
  return [...found];
}

function linksBetween(
  names: ReadonlySet<string>,
  linked: ReadonlyMap<string, ReadonlySet<string>>,
  unlinked: ReadonlySet<string>,
): Person['links'] {
  const pairs = new Map<string, readonly [string, string]>();
  for (const one of names) {
    for (const other of linked.get(one) ?? []) {
      const pair = toPair(one, other);
      if (!names.has(other) || unlinked.has(pair)) continue;
      const [stronger = one, weaker = other] = [one, other].sort(compareNames);
      pairs.set(pair, [stronger, weaker]);
    }
  }
  return [...pairs.values()];
}

function toPair(one: string, other: string): string {
  return JSON.stringify([one, other].sort());
}
