import fc from 'fast-check';
import { compareNames } from '../../../shared/contract/user-names.ts';

/** The names of three people, at every business. */
export const people = [
  { phone: '447700900101', id: 'GB.101', parentId: 'GB.ENT.101' },
  { phone: '447700900102', id: 'GB.102', parentId: 'GB.ENT.102' },
  { phone: '447700900103', id: 'GB.103', parentId: 'GB.ENT.103' },
] as const;

export interface Names {
  readonly phone?: string | undefined;
  readonly id?: string | undefined;
  readonly parentId?: string | undefined;
}

/** What a callback names of its user. InnoPaaS and INCS have names for ids as well, Meta documents them. */
const shown = fc.constantFrom<readonly (keyof Names)[]>(
  ['phone'],
  ['id'],
  ['phone', 'id'],
  ['id', 'parentId'],
  ['phone', 'id', 'parentId'],
);

export const callback = fc.record({
  person: fc.nat(people.length - 1),
  shown,
  provider: fc.constantFrom('meta' as const, 'incs' as const),
  endpoint: fc.constantFrom('api' as const, 'url' as const),
  /** Messages of one second are in no order. */
  second: fc.nat(8),
  /** How many of the publisher's calls to the table fail before one of them succeeds. */
  failures: fc.nat({ max: 3 }),
  isSentTwice: fc.boolean(),
  isReplayed: fc.boolean(),
  /** Whether Lambda starts another execution environment, which remembers nothing. */
  isForgotten: fc.boolean(),
});

export type Callback = typeof callback extends fc.Arbitrary<infer T> ? T : never;

/** A callback without anything that goes wrong. */
export const usual = {
  person: 0,
  shown: ['phone'],
  provider: 'meta',
  endpoint: 'api',
  second: 3,
  failures: 0,
  isSentTwice: false,
  isReplayed: false,
  isForgotten: true,
} as const satisfies Callback;

/** Which names belong together, by what was shown: the oracle, which knows nothing of keys and items. */
export function toComponents(
  pairs: readonly (readonly string[])[],
): readonly ReadonlySet<string>[] {
  let components: ReadonlySet<string>[] = [];
  for (const names of pairs) {
    const joined = components.filter((component) => names.some((name) => component.has(name)));
    const rest = components.filter((component) => !joined.includes(component));
    components = [...rest, new Set([...names, ...joined.flatMap((component) => [...component])])];
  }
  return components;
}

export function namesOf({ person, shown }: Callback): Names {
  return Object.fromEntries(shown.map((name) => [name, people[person]?.[name]]));
}

export function namesShown(each: Callback): readonly string[] {
  return Object.values(namesOf(each)).filter((name) => name !== undefined);
}

/** The links that an event with these names shows: each name with the strongest. */
export function toPairs(names: readonly string[]): readonly string[] {
  const [strongest, ...others] = names.toSorted(compareNames);
  return others.map((other) => JSON.stringify([strongest, other]));
}
