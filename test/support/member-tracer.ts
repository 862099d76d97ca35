import { loadProvider } from '../../functions/providers/load-provider.ts';
import { isJsonArray, isJsonObject, type JsonValue, parseJson } from '../../shared/json.ts';
import { normalizeFixture, readFixtures } from '../../tools/dev/fixtures.ts';
import { type Place, replaceAt } from './json-places.ts';
import {
  leavesOf,
  type MemberPath,
  placesOf,
  removeAt,
  toMemberPath,
  toSteps,
  valueAt,
} from './members.ts';

/** A fixture of a provider, and what its events say. */
export interface TracedFixture {
  readonly name: string;
  readonly json: JsonValue;
  readonly outcome: Outcome;
}

/** What a callback becomes. */
interface Outcome {
  /** The detail-types, in order. */
  readonly types: string;
  /** The values of the events by their path in `detail`, without the id, which hashes the rest. */
  readonly values: ReadonlyMap<MemberPath, string>;
}

/** What happens to the events when a member has another value. */
export interface Trace {
  /** The paths in `detail` whose value changed, while the events remained the same. */
  readonly arrivesAt: ReadonlySet<MemberPath>;
  /** Whether other events came, or none. */
  readonly decides: boolean;
}

/** Follows the values of a provider's fixtures into the events. */
export interface MemberTracer {
  readonly fixtures: readonly TracedFixture[];
  /** Whether a fixture has the member. */
  has(member: MemberPath, fixtures: readonly TracedFixture[]): boolean;
  /** Gives the member other values wherever a fixture has it, until it arrived at all `wanted` paths. */
  trace(member: MemberPath, fixtures: readonly TracedFixture[], wanted: readonly string[]): Trace;
  /** Puts the member where no fixture has it, beside what is there. */
  plant(member: MemberPath, fixtures: readonly TracedFixture[]): Trace;
}

/** How many fixtures a member without a fixture is put into. */
const planted = 3;

/**
 * What follows the members of a provider's fixtures. An error that the adapter throws is thrown: the
 * gateway would quarantine the callback, and hide the defect.
 */
export async function createMemberTracer(provider: string): Promise<MemberTracer> {
  const adapter = await loadProvider(provider);
  const normalize = (json: JsonValue): Outcome => {
    const events = normalizeFixture(adapter, JSON.stringify(json));
    const values = new Map<MemberPath, string>();
    for (const { detail } of events) {
      // Events are JSON by their contract; TypeScript's type of them only says it for each one.
      const item = detail as unknown as JsonValue;
      for (const place of leavesOf(item)) {
        const path = toMemberPath(place);
        values.set(path, `${values.get(path) ?? ''}${JSON.stringify(valueAt(item, place))};`);
      }
    }
    values.delete('metadata.id');
    return { types: events.map((event) => event['detail-type']).join(), values };
  };

  const fixtures = readFixtures(provider).map(({ name, payload }) => {
    const json = parseJson(payload) ?? null;
    return { name, json, outcome: normalize(json) };
  });
  const known = collectValues(fixtures);

  const follow = (
    changed: Iterable<readonly [TracedFixture, JsonValue]>,
    wanted: readonly string[],
  ) => {
    const arrivesAt = new Set<MemberPath>();
    let decides = false;
    for (const [{ outcome }, json] of changed) {
      const other = normalize(json);
      if (other.types !== outcome.types) decides = true;
      else for (const path of differences(outcome.values, other.values)) arrivesAt.add(path);
      if (wanted.length > 0 && wanted.every((path) => arrivesAt.has(path))) break;
    }
    return { arrivesAt, decides };
  };

  return {
    fixtures,
    has: (member, among) => among.some(({ json }) => placesOf(json, member).length > 0),
    trace(member, among, wanted) {
      const found = among.flatMap((fixture) =>
        placesOf(fixture.json, member)
          .flatMap((place) => leavesBelow(fixture.json, place))
          .map((place) => [fixture, place] as const),
      );
      // Those of the same provider event first: elsewhere the member may have another meaning.
      const ofSection = collectValues(among);
      const others = function* () {
        for (const [fixture, place] of found) {
          const value = valueAt(fixture.json, place) ?? null;
          const path = toMemberPath(place);
          const pool = new Set([...(ofSection.get(path) ?? []), ...(known.get(path) ?? [])]);
          for (const other of otherValues(value, pool)) {
            yield [fixture, replaceAt(fixture.json, place, other)] as const;
          }
        }
        for (const [fixture, place] of found)
          yield [fixture, removeAt(fixture.json, place)] as const;
      };
      return follow(others(), wanted);
    },
    plant(member, among) {
      const grown = (holders: 'existing' | 'new') =>
        among.flatMap((fixture) => {
          const json = grow(fixture.json, toSteps(member), holders);
          return json === undefined ? [] : [[fixture, json] as const];
        });
      const beside = grown('existing');
      return follow((beside.length > 0 ? beside : grown('new')).slice(0, planted), []);
    },
  };
}

function collectValues(fixtures: readonly TracedFixture[]): ReadonlyMap<MemberPath, Set<string>> {
  const known = new Map<MemberPath, Set<string>>();
  for (const { json } of fixtures) {
    for (const place of leavesOf(json)) {
      const path = toMemberPath(place);
      const values = known.get(path) ?? new Set();
      known.set(path, values.add(JSON.stringify(valueAt(json, place))));
    }
  }
  return known;
}

/** Values of the same kind: those of other fixtures, and the same one with a change. */
function otherValues(value: JsonValue, known: ReadonlySet<string>): readonly JsonValue[] {
  const others: JsonValue[] = [...known]
    .filter((text) => text !== JSON.stringify(value))
    .slice(0, 5)
    .map((text) => parseJson(text) ?? null);
  if (typeof value === 'boolean') others.push(!value);
  if (typeof value === 'number') others.push(value + 1);
  if (typeof value === 'string') {
    others.push(value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)));
    others.push(`${value}x`);
  }
  return others;
}

function leavesBelow(json: JsonValue, place: Place): readonly Place[] {
  const value = valueAt(json, place);
  return value === undefined ? [] : leavesOf(value).map((inner) => [...place, ...inner]);
}

function* differences(
  before: ReadonlyMap<MemberPath, string>,
  after: ReadonlyMap<MemberPath, string>,
): Generator<MemberPath> {
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(path) !== after.get(path)) yield path;
  }
}

/**
 * The value with a member more; `undefined` if a step of its path leads nowhere.
 *
 * @param holders whether the objects and lists around the member must be there already: a new one may
 *   decide which event comes
 */
function grow(
  value: JsonValue | undefined,
  [step, ...rest]: readonly string[],
  holders: 'existing' | 'new',
): JsonValue | undefined {
  if (step === undefined || step === '*') return 'planted';
  if (holders === 'existing' && value === undefined) return undefined;
  if (step === '[]') {
    const entries = isJsonArray(value) ? value : [];
    if (holders === 'existing' && entries.length === 0) return undefined;
    const [first, ...others] = entries;
    const inner = grow(first, rest, holders);
    return inner === undefined ? undefined : [inner, ...others];
  }
  if (value !== undefined && !isJsonObject(value)) return undefined;
  const inner = grow(value?.[step], rest, holders);
  return inner === undefined ? undefined : { ...value, [step]: inner };
}
