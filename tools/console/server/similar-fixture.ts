import { toEventRecords } from '../../../functions/callback/to-event-records.ts';
import { isQuarantineEvent } from '../../../shared/contract/event-kinds.ts';
import { type JsonValue, parseJsonOrUndefined } from '../../../shared/json.ts';
import {
  listCallbackFixtures,
  readCallbackFixture,
} from '../../emulator-client/callback-fixtures.ts';
import type { Gateway } from '../../operator/gateway/gateway.ts';
import { isKnownProvider, readProvider } from '../../operator/gateway/read-providers.ts';

/** A documented callback. */
export interface Fixture {
  /** `meta/messages.text` */
  readonly name: string;
  /** JSON text. */
  readonly body: string;
}

/**
 * The fixture that an unrecognized body is to be compared with: of those with the same provider event, else of
 * all that the adapter reads, the one that has the most fields in common.
 *
 * @param body JSON or any other text: of XML, a form or half a JSON text the words count; absent when it is not text
 * @returns `undefined` for a provider without fixtures that give events
 */
export async function findSimilarFixture(
  gateway: Pick<Gateway, 'functionSettings'>,
  provider: string,
  providerEvent: string,
  body: string | undefined,
): Promise<Fixture | undefined> {
  const fixtures = await readFixtures(gateway, provider);
  const same = fixtures.filter(({ providerEvents }) => providerEvents.includes(providerEvent));
  const likenessOf = compareWith(body);
  const [best] = (same.length > 0 ? same : fixtures)
    .map(({ name, body: text }) => ({ name, body: text, likeness: likenessOf(text) }))
    .sort((one, other) => other.likeness - one.likeness);
  return best && { name: best.name, body: best.body };
}

interface ReadFixture extends Fixture {
  readonly providerEvents: readonly string[];
}

/** The fixtures that give events only, and not those that show what is quarantined. */
async function readFixtures(
  gateway: Pick<Gateway, 'functionSettings'>,
  provider: string,
): Promise<readonly ReadFixture[]> {
  const names = await listCallbackFixtures(provider);
  // The fixtures of a provider can be here without its folder, as those of an npm package.
  if (names.length === 0 || !(await isKnownProvider(gateway, provider))) return [];
  const adapter = await readProvider(gateway, provider);
  const receipt = { provider, receivedAt: '2026-01-01T00:00:00.000Z' };
  const read = await Promise.all(
    names.map(async (name) => {
      const { body } = await readCallbackFixture(name);
      if (parseJsonOrUndefined(body) === undefined) return [];
      const { records } = toEventRecords({ text: body, headers: {} }, adapter, receipt, {
        channels: {},
      });
      const events = records.map(({ event }) => event);
      if (events.length === 0 || events.some(isQuarantineEvent)) return [];
      const providerEvents = events.map(({ detail }) => detail.metadata.providerEvent);
      return [{ name, body, providerEvents }];
    }),
  );
  return read.flat();
}

/** How much a fixture is like a body: the more, the higher. */
function compareWith(body: string | undefined): (fixture: string) => number {
  const json = parseJsonOrUndefined(body ?? '');
  if (json !== undefined) {
    const wanted = namesIn(json);
    return (fixture) => shareOf(wanted, fixture);
  }
  const words = new Set(body?.match(/[\w-]+/g));
  return (fixture) => countWords(words, fixture);
}

/** How many fields of a fixture a text names, less those that it does not name. */
function countWords(words: ReadonlySet<string>, fixture: string): number {
  const places = [...namesIn(parseJsonOrUndefined(fixture))];
  const names = new Set(places.map((place) => place.slice(place.lastIndexOf('.') + 1)));
  const named = [...names].filter((name) => words.has(name)).length;
  return 2 * named - names.size;
}

/** The share of fields that two bodies have in common: 1 when they have the same. */
function shareOf(wanted: ReadonlySet<string>, body: string): number {
  const names = namesIn(parseJsonOrUndefined(body));
  const common = [...wanted].filter((name) => names.has(name)).length;
  return common / (wanted.size + names.size - common || 1);
}

/**
 * Each field with the one around it. Their places count less: an item is quarantined with as much of its
 * envelope as it needs, and a fixture has all of it.
 */
function namesIn(json: JsonValue | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: JsonValue | undefined, around: string): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, around);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        names.add(`${around}.${name}`);
        visit(inner, name);
      }
    }
  };
  visit(json, '$');
  return names;
}
