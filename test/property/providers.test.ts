import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type CallbackRecords, toEventRecords } from '../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { isQuarantineEvent, typesWithId } from '../../shared/contract/event-kinds.ts';
import { eventDefinitions, type TributaryEvent } from '../../shared/contract/index.ts';
import { parseJson } from '../../shared/json.ts';
import type { NormalizeResult } from '../../shared/provider/normalize-result.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import { fixtureReceivedAt, rethrow } from '../../tools/provider-testing/fixtures.ts';
import { Random } from '../simulation/random.ts';
import { callbacks, secrets } from '../support/any-callback.ts';
import { findItemLists } from '../support/item-lists.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { bodiesOf, listedItems } from '../support/provider-bodies.ts';
import { readMaterial } from '../support/provider-material.ts';
import { respellJson } from '../support/respelled-json.ts';
import { withUnknownFields } from '../support/unknown-fields.ts';

const withLists: string[] = [];

/** What holds for every adapter and any body that its provider could send. */
describe.each(providers)('the adapter of $name', async ({ id, providerEvents, signature }) => {
  const adapter = await loadProvider(id);
  const material = await readMaterial(adapter.manifest);
  const lists = findItemLists(adapter, material.providerEvents);
  const bodies = bodiesOf(material).map((body) => JSON.stringify(body));

  const recordsOf = (text: string, receivedAt = fixtureReceivedAt): CallbackRecords =>
    toEventRecords(
      { text, headers: {} },
      adapter,
      { provider: id, receivedAt },
      { channels: {} },
      rethrow,
    );

  it('makes valid events that its manifest promises of any JSON, or quarantines it', () => {
    // A notice about a user is a message, a change of the number and a change of the id.
    const maxResults = lists.length > 0 ? Number.POSITIVE_INFINITY : 3;
    const promised = new Set(providerEvents.flatMap(({ events }) => events));
    const seen = new Set<string>();
    fc.assert(
      fc.property(bodies, (text) => {
        const { records, unmapped, ignored } = recordsOf(text);
        const results = records.length + unmapped.length + ignored.length;
        if (results < 1 || results > maxResults) expect.fail(`${results} results`);
        for (const { event } of records) {
          expectValid(event);
          if (isQuarantineEvent(event)) continue;
          const { type, providerEvent } = event.detail.metadata;
          if (!promised.has(type)) expect.fail(`${type} is not in the manifest`);
          seen.add(`${type} of ${providerEvent}`);
        }
      }),
      { numRuns: propertyRuns },
    );
    // One provider event may take the form of another, so more may be seen than the manifest lists.
    const listed = providerEvents.flatMap(({ name, events }) =>
      events.map((type) => `${type} of ${name}`),
    );
    expect(listed.filter((name) => !seen.has(name))).toEqual([]);
  });

  it('gives the same whenever a body is received', () => {
    const later = fc.constantFrom('2026-11-21T23:59:59.999Z', '2031-11-12T13:14:15.999Z');
    fc.assert(
      fc.property(bodies, later, (text, receivedAt) => {
        const sameDay = receivedAt.slice(0, 10) === fixtureReceivedAt.slice(0, 10);
        const lasting = ({ records, unmapped }: CallbackRecords) => ({
          events: records.map(({ event }) => withoutReceipt(event, sameDay)),
          unmapped: unmapped.map(({ key }) => key),
        });
        expectSame(lasting(recordsOf(text, receivedAt)), lasting(recordsOf(text)));
      }),
      { numRuns: propertyRuns / 2 },
    );
  });

  it('gives the same for the raw form of each item, normalized alone', () => {
    fc.assert(
      fc.property(bodies, (text) => {
        const { records, unmapped } = recordsOf(text);
        for (const record of records) {
          const raw = rawOf(record);
          if (raw === text) continue;
          const alone = recordsOf(raw);
          // A notice about a user is a message and a change of the user, with one raw form.
          const ofItem = new Map(
            records
              .filter((other) => rawOf(other) === raw)
              .map(({ event }) => [event.detail.metadata.id, withoutPath(event)]),
          );
          expectSame(
            alone.records.map(({ event }) => withoutPath(event)),
            [...ofItem.values()],
          );
          expectSame(alone.unmapped, []);
        }
        for (const object of unmapped) {
          const alone = recordsOf(JSON.parse(object.content).body);
          expectSame(alone, { records: [], unmapped: [object], ignored: [] });
        }
      }),
      { numRuns: propertyRuns / 2 },
    );
  });

  it('gives the same ids whatever the order and the spelling of fields', () => {
    const idsOf = (text: string) => {
      const { records, unmapped } = recordsOf(text);
      return [
        ...records.map(({ event }) => event.detail.metadata.id),
        ...unmapped.map(({ key }) => key),
      ];
    };
    fc.assert(
      fc.property(bodies, fc.nat(), (text, seed) => {
        expectSame(idsOf(respellJson(parseJson(text), new Random(seed))), idsOf(text));
      }),
      { numRuns: propertyRuns / 2 },
    );
  });

  it('gives the same with unknown fields in every object', () => {
    fc.assert(
      fc.property(bodies, (text) => {
        const widened = recordsOf(JSON.stringify(withUnknownFields(parseJson(text))));
        const known = recordsOf(text);
        expectSame(widened.records.map(withoutRaw), known.records.map(withoutRaw));
        expectSame(widened.unmapped.length, known.unmapped.length);
        expectSame(widened.ignored, known.ignored);
      }),
      { numRuns: propertyRuns / 2 },
    );
  });

  if (lists.length > 0) {
    withLists.push(id);
    it('gives the same for an item of a list, whatever is beside it', () => {
      fc.assert(
        fc.property(listedItems(lists, material), ({ list, items }) => {
          const results = [...list.resultsOf(items)];
          for (const item of items) {
            const besideItself = list.resultsOf([item, item]);
            const own = results.splice(0, besideItself.length / 2);
            const expected = besideItself.slice(0, own.length);
            expectSame(own.map(withoutPath), expected.map(withoutPath));
            // What is ignored is counted, and nothing of it is stored.
            const isKept = own.some(({ kind }) => kind !== 'ignored');
            if (list.isInnermost && isKept) {
              expect(JSON.stringify(own)).toContain(JSON.stringify(item));
            }
          }
          expect(results).toEqual([]);
        }),
        { numRuns: propertyRuns / 10 },
      );
    });
  }

  it('refuses callbacks without the token, or without what its provider proves beside it', () => {
    const strict: readonly Partial<ProviderSecret>[] = [
      { headers: { 'x-static': 'a value that no arbitrary text is' } },
      ...(signature ? [{ signingKeys: ['a key that signed nothing'] }] : []),
    ];
    const isAuthentic = (...given: Parameters<typeof adapter.verify>) =>
      adapter.verify(...given).authentic;
    fc.assert(
      fc.property(callbacks, secrets, (callback, secret) => {
        const { token } = secret;
        const guessed = { ...callback, token };
        expect(isAuthentic(callback, secret)).toBe(false);
        expect(isAuthentic({ ...guessed, method: 'POST' }, { token })).toBe(true);
        for (const proof of strict) {
          expect(isAuthentic(guessed, { token, ...proof })).toBe(false);
        }
      }),
      { numRuns: propertyRuns / 10 },
    );
  });
});

it('some adapter normalizes lists, so that what holds for lists is tried', () => {
  expect(withLists).not.toEqual([]);
});

function expectValid(event: TributaryEvent): void {
  const { detail } = eventDefinitions[event['detail-type']];
  const { error } = z.safeParse(detail, event.detail);
  if (error) expect(error.issues).toEqual([]);
}

/** `expect` costs more than an adapter does: it is called only for values that differ. */
function expectSame(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}

/** What does not depend on the receipt. An event without a time and an id is identified by its day. */
function withoutReceipt({ detail: { metadata, data } }: TributaryEvent, sameDay: boolean) {
  const { receivedAt: _, occurredAt, occurredAtSource, providerOccurredAt, id, ...rest } = metadata;
  const time = providerOccurredAt ?? (occurredAtSource === undefined ? occurredAt : undefined);
  // A time that was in the future may be credible for a later receipt.
  const isCredible = time !== undefined && time <= fixtureReceivedAt;
  const hasId = metadata.type.startsWith('message.');
  return { data, metadata: { ...rest, time, ...((isCredible || hasId || sameDay) && { id }) } };
}

/** A result or an event, wherever its item stands. */
function withoutPath(value: NormalizeResult | TributaryEvent): string {
  return JSON.stringify(value, (name, field) => (name === 'path' ? undefined : field));
}

/** Events that are identified by their raw JSON, without what unknown fields in it change. */
function withoutRaw({ event }: EventRecord) {
  if (isQuarantineEvent(event)) return event.detail.data.reason;
  const { id, ...metadata } = event.detail.metadata;
  const hasId = typesWithId.some((type) => type === metadata.type);
  return { data: event.detail.data, metadata, ...(hasId && { id }) };
}

function rawOf({ event, raw, payload }: EventRecord): string {
  if (raw !== undefined) return raw;
  const content = payload?.content ?? '';
  return isQuarantineEvent(event) ? JSON.parse(content).body : content;
}
