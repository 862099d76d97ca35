import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { isMessageEvent, typesWithId } from '../../shared/contract/event-kinds.ts';
import { eventDefinitions, type TributaryEvent } from '../../shared/contract/index.ts';
import { type JsonValue, parseJson } from '../../shared/json.ts';
import { fixturesOf } from '../../tools/dev/docs/providers-page.ts';
import {
  findMistake,
  normalizeFixture,
  providerEventOf,
  readFixtures,
} from '../../tools/dev/fixtures.ts';
import { Random } from '../simulation/random.ts';
import { type Place, replaceAt } from '../support/json-places.ts';
import { leavesOf, toMemberPath, valueAt } from '../support/members.ts';
import { respellJson } from '../support/respelled-json.ts';
import { withUnknownFields } from '../support/unknown-fields.ts';

/** What holds for every fixture of every registered provider. */
describe.each(providers.map(({ id }) => id))('fixtures of %s', async (id) => {
  const adapter = await loadProvider(id);
  const fixtures = readFixtures(id);

  it.each(adapter.manifest.providerEvents)('show what $name becomes', (providerEvent) => {
    const file = `fixtures/${id}/${providerEvent.name}.<variation>.payload.json`;
    expect(fixturesOf(adapter.manifest, providerEvent), `add ${file}`).not.toEqual([]);
  });

  it('are named after a provider event of the manifest, or named invalid', () => {
    const strays = fixtures.filter(
      ({ name }) => !name.startsWith('invalid.') && !providerEventOf(adapter.manifest, name),
    );
    expect(
      strays.map(({ name }) => name),
      'rename them, or list the provider event in the manifest',
    ).toEqual([]);
  });

  it.each(adapter.manifest.providerEvents)(
    'of $name give the events that the manifest lists for it, and no other',
    ({ name: providerEvent, events }) => {
      const own = fixtures.filter(
        ({ name }) => providerEventOf(adapter.manifest, name) === providerEvent,
      );
      const types = own.flatMap(({ payload }) =>
        normalizeFixture(adapter, payload).map((event) => event['detail-type']),
      );
      expect([...new Set(types)].sort()).toEqual([...events].sort());
    },
  );

  describe.each(fixtures)('$name', ({ name, payload, goldenPath }) => {
    let events: readonly TributaryEvent[] = [];

    beforeAll(() => {
      events = normalizeFixture(adapter, payload);
    });

    it('equals its golden', () => {
      const command = `npm run golden -- ${id}`;
      expect(existsSync(goldenPath), `it has no golden: run ${command}`).toBe(true);
      const golden = JSON.parse(readFileSync(goldenPath, 'utf8'));
      expect(events, `if the golden should change, run ${command} and read the diff`).toEqual(
        golden,
      );
    });

    it('is quarantined exactly when it is named invalid', () => {
      expect(findMistake({ name }, events)).toBeUndefined();
    });

    it('links only to files of fixtures/media, which the emulator serves', () => {
      const strays = events
        .filter(isMessageEvent)
        .flatMap(({ detail }) => detail.data.message.media)
        .flatMap(({ url }) => (url === undefined || isServed(url) ? [] : [url]));
      expect(strays, 'use https://media.example/<file of fixtures/media>').toEqual([]);
    });

    it('is valid against the closed schema of its events', () => {
      for (const event of events) expectValid(event);
    });

    it('becomes the same with unknown fields at every level, apart from ids made of the item', () => {
      if (name.startsWith('invalid.')) return;
      const widened = normalizeFixture(
        adapter,
        JSON.stringify(withUnknownFields(parseJson(payload))),
      );
      expect(widened.map(withoutItemId)).toEqual(events.map(withoutItemId));
      const identified = widened.filter(isIdentifiedByItem);
      expect(idsOf(events).filter((each) => idsOf(identified).includes(each))).toEqual([]);
    });

    it('has the same ids whatever the order and the spelling of fields', () => {
      for (const seed of [1, 2, 3]) {
        const respelled = respellJson(parseJson(payload), new Random(seed));
        expect(idsOf(normalizeFixture(adapter, respelled))).toEqual(idsOf(events));
      }
    });

    it('has another id for any other value in its item', () => {
      if (events.length === 0 || !events.every(isIdentifiedByItem)) return;
      const json = parseJson(payload);
      const unnoticed = leavesOf(json).filter((place) => {
        const others = normalizeFixture(adapter, JSON.stringify(withOther(json, place)));
        return idsOf(others).join() === idsOf(events).join();
      });
      const envelope = new RegExp(envelopes[id] ?? '^$');
      expect(unnoticed.map(toMemberPath).filter((path) => !envelope.test(path))).toEqual([]);
    });

    it('has the same ids whenever it is received', () => {
      const yearsLater = normalizeFixture(adapter, payload, '2031-11-12T13:14:15.999Z');
      const sameDay = normalizeFixture(adapter, payload, '2026-11-21T23:59:59.999Z');
      expect(idsOf(sameDay)).toEqual(idsOf(events));
      // Only an event without a time and an id is identified by the day of its receipt.
      const known = (event: TributaryEvent, index: number) =>
        hasTimeOrId(event) ? idsOf(yearsLater)[index] : event.detail.metadata.id;
      expect(events.map(known)).toEqual(idsOf(events));
    });

    it('has a different id for each event', () => {
      expect(new Set(idsOf(events)).size).toBe(events.length);
    });
  });
});

function isServed(url: string): boolean {
  const { hostname, pathname } = new URL(url);
  return hostname === 'media.example' && existsSync(`fixtures/media${pathname}`);
}

function expectValid(event: TributaryEvent): void {
  const { detail } = eventDefinitions[event['detail-type']];
  const result = z.safeParse(detail, event.detail);
  expect(result.error?.issues ?? []).toEqual([]);
}

function hasTimeOrId({ detail }: TributaryEvent): boolean {
  if (detail.metadata.occurredAtSource !== 'receipt') return true;
  return (
    detail.metadata.type.startsWith('message.') || detail.metadata.type.startsWith('delivery.')
  );
}

function idsOf(events: readonly TributaryEvent[]): readonly string[] {
  return events.map((event) => event.detail.metadata.id);
}

/** Whether an event has no id: a new field in its item changes its identity (ADR 0002). */
function isIdentifiedByItem(event: TributaryEvent): boolean {
  return !typesWithId.some((type) => type === event['detail-type']);
}

function withoutItemId(event: TributaryEvent): unknown {
  if (!isIdentifiedByItem(event)) return event;
  const { id: _, ...metadata } = event.detail.metadata;
  return { ...event, detail: { ...event.detail, metadata } };
}

/** The value with another scalar at a place. */
function withOther(json: JsonValue, place: Place): JsonValue {
  const value = valueAt(json, place) ?? null;
  return replaceAt(json, place, typeof value === 'number' ? value + 1 : `${String(value)}1`);
}

/** Members around the items of a provider, by its id. They are not part of an event's identity. */
const envelopes: Readonly<Record<string, string>> = {
  incs: String.raw`^(event|channel_id|business_phone|message\.(messaging_product|contacts\b.*))$`,
  innopaas: '^(id|type|eventTime)$',
  meta: String.raw`^object$|^entry\[\]\.(id|time|field|object|changes\[\]\.(field|value\.(messaging_product|contacts)\b))`,
};
