import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { typesWithId } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { parseJson } from '../../../shared/json.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { cli, isPackaged } from '../../command-line/how-to-run.ts';
import {
  type Fixture,
  findInvalid,
  findMistake,
  isNamedInvalid,
  normalizeFixture,
  providerEventOf,
  readFixtureFolder,
} from '../fixtures.ts';
import { changesOf, respell, withUnknownFields } from './json-variants.ts';

/** The part of the contract suite about what becomes of each fixture. */
export function describeFixtures(adapter: ProviderAdapter, folder: string): void {
  const { manifest } = adapter;
  const fixtures = readFixtureFolder(folder);
  const ofProviderEvent = (providerEvent: string) =>
    fixtures.filter(({ name }) => providerEventOf(manifest, name) === providerEvent);

  describe('the fixtures', () => {
    it.each(manifest.providerEvents)('show what $name becomes', ({ name }) => {
      const file = `${basename(folder)}/${name}.<variation>.payload.json`;
      expect(ofProviderEvent(name), `add ${file}`).not.toEqual([]);
    });

    it('are named after a provider event of the manifest, or named invalid', () => {
      const strays = fixtures
        .filter((each) => !isNamedInvalid(each) && !providerEventOf(manifest, each.name))
        .map(({ name }) => name);
      expect(strays, 'rename them, or list the provider event in the manifest').toEqual([]);
    });

    it.each(manifest.providerEvents)(
      'of $name give the events that the manifest lists for it, and no other',
      ({ name, events }) => {
        const types = ofProviderEvent(name).flatMap(({ payload }) =>
          normalizeFixture(adapter, payload).map((event) => event['detail-type']),
        );
        expect([...new Set(types)].sort(), `events of ${name}`).toEqual([...events].sort());
      },
    );
  });

  describe.each(fixtures)('fixture $name', (fixture) => {
    const outcome = tryToNormalize(adapter, fixture);
    // What the adapter throws fails one test of the fixture, with its stack.
    if ('events' in outcome) describeFixture(adapter, fixture, outcome.events);
    else
      it('is normalized without an error', () => {
        throw outcome.error;
      });
  });
}

function tryToNormalize(
  adapter: ProviderAdapter,
  { payload }: Fixture,
): { readonly events: readonly TributaryEvent[] } | { readonly error: unknown } {
  try {
    return { events: normalizeFixture(adapter, payload) };
  } catch (error) {
    return { error };
  }
}

function describeFixture(
  adapter: ProviderAdapter,
  fixture: Fixture,
  events: readonly TributaryEvent[],
): void {
  const { payload, goldenPath } = fixture;

  it('equals its golden', () => {
    const { id } = adapter.manifest;
    const command = isPackaged ? `${cli} golden ${id}` : `npm run golden -- ${id}`;
    expect(existsSync(goldenPath), `it has no golden: run ${command}`).toBe(true);
    const golden = JSON.parse(readFileSync(goldenPath, 'utf8'));
    expect(events, `if the golden should change, run ${command} and read the diff`).toEqual(golden);
  });

  it('is quarantined exactly when it is named invalid', () => {
    expect(findMistake(fixture, events)).toBeUndefined();
  });

  it('is valid against the closed schema of its events', () => {
    for (const event of events) expect(findInvalid(event)).toBeUndefined();
  });

  it('becomes the same with unknown fields at every level, apart from ids made of the item', () => {
    if (isNamedInvalid(fixture)) return;
    const json = withUnknownFields(parseJson(payload));
    const widened = normalizeFixture(adapter, JSON.stringify(json));
    expect(widened.map(withoutItemId)).toEqual(events.map(withoutItemId));
    const identified = widened.filter(isIdentifiedByItem);
    expect(idsOf(events).filter((each) => idsOf(identified).includes(each))).toEqual([]);
  });

  it('has the same ids whatever the order and the spelling of fields', () => {
    for (const text of respell(parseJson(payload))) {
      expect(idsOf(normalizeFixture(adapter, text))).toEqual(idsOf(events));
    }
  });

  it('has another id for any other value in its item', () => {
    if (events.length === 0 || !events.every(isIdentifiedByItem)) return;
    const { envelope = [] } = adapter.manifest;
    const isEnvelope = (path: string) =>
      envelope.some((each) => path === each || ['.', '['].some((it) => path.startsWith(each + it)));
    const unnoticed = changesOf(parseJson(payload)).filter(({ changed }) => {
      const others = normalizeFixture(adapter, JSON.stringify(changed));
      return idsOf(others).join() === idsOf(events).join();
    });
    expect(
      unnoticed.map(({ path }) => path).filter((path) => !isEnvelope(path)),
      'put it into the `item` of the draft, or name it in `envelope` of the manifest',
    ).toEqual([]);
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
}

function hasTimeOrId(event: TributaryEvent): boolean {
  return event.detail.metadata.occurredAtSource !== 'receipt' || !isIdentifiedByItem(event);
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
