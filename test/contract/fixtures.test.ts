import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { eventDefinitions, type TributaryEvent } from '../../shared/contract/index.ts';
import { isJsonObject, type JsonValue, parseJson } from '../../shared/json.ts';
import { fixturesOf } from '../../tools/dev/docs/providers-page.ts';
import { normalizeFixture, readFixtures } from '../../tools/dev/fixtures.ts';
import { withUnknownFields } from '../support/unknown-fields.ts';

/** What holds for every fixture of every registered provider. */
describe.each(providers.map(({ id }) => id))('fixtures of %s', async (id) => {
  const adapter = await loadProvider(id);
  const fixtures = readFixtures(id);

  it.each(adapter.manifest.providerEvents)('show what $name becomes', (providerEvent) => {
    expect(fixturesOf(adapter.manifest, providerEvent).length).toBeGreaterThan(0);
  });

  it('are named after a provider event of the manifest, or named invalid', () => {
    const providerEvents = adapter.manifest.providerEvents.map(({ name }) => name);
    const strays = fixtures.filter(
      ({ name }) =>
        !name.startsWith('invalid.') &&
        !providerEvents.some(
          (providerEvent) => name === providerEvent || name.startsWith(`${providerEvent}.`),
        ),
    );
    expect(strays.map(({ name }) => name)).toEqual([]);
  });

  it('give every event that the manifest names, and no other', () => {
    for (const providerEvent of adapter.manifest.providerEvents) {
      const own = fixtures.filter(
        ({ name }) => name === providerEvent.name || name.startsWith(`${providerEvent.name}.`),
      );
      const types = own.flatMap(({ payload }) =>
        normalizeFixture(adapter, payload).map((event) => event['detail-type']),
      );
      expect([...new Set(types)].sort()).toEqual([...providerEvent.events].sort());
    }
  });

  describe.each(fixtures)('$name', ({ name, payload, goldenPath }) => {
    const events = normalizeFixture(adapter, payload);

    it('equals its golden', () => {
      expect(events).toEqual(JSON.parse(readFileSync(goldenPath, 'utf8')));
    });

    it('is quarantined exactly when it is named invalid', () => {
      const quarantined = events.some((event) => event['detail-type'] === 'callback.quarantined');
      expect(quarantined).toBe(name.startsWith('invalid.'));
    });

    it('is valid against the closed schema of its events', () => {
      for (const event of events) expectValid(event);
    });

    it('becomes the same with unknown fields at every level', () => {
      if (name.startsWith('invalid.')) return;
      const widened = JSON.stringify(withUnknownFields(parseJson(payload)));
      expect(normalizeFixture(adapter, widened)).toEqual(events);
    });

    it('has the same ids whatever the order of fields', () => {
      const reversed = JSON.stringify(withReversedFields(parseJson(payload)));
      expect(idsOf(normalizeFixture(adapter, reversed))).toEqual(idsOf(events));
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

function withReversedFields(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withReversedFields);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, withReversedFields(inner)]),
  );
}
