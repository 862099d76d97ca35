import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type CallbackRecords, toEventRecords } from '../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { eventDefinitions, type TributaryEvent } from '../../shared/contract/index.ts';
import { parseJson } from '../../shared/json.ts';
import type { NormalizedPart } from '../../shared/provider/provider-adapter.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import { fixtureReceivedAt } from '../../tools/dev/fixtures.ts';
import { callbacks, secrets } from '../support/any-callback.ts';
import { findItemLists } from '../support/item-lists.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { bodiesOf, listedItems } from '../support/provider-bodies.ts';
import { readMaterial } from '../support/provider-material.ts';
import { withUnknownFields } from '../support/unknown-fields.ts';

/** What every adapter must hold, for any body that its provider could send. */
describe.each(providers)('the adapter of $name', async ({ id, providerEvents, proves }) => {
  const provider = await loadProvider(id);
  const material = await readMaterial(id);
  const lists = findItemLists(provider, material.providerEvents);
  const bodies = bodiesOf(material).map((body) => JSON.stringify(body));

  const tell = (text: string, receivedAt = fixtureReceivedAt): CallbackRecords =>
    toEventRecords({ text, headers: {} }, provider, { provider: id, receivedAt }, { channels: {} });

  it('makes of any JSON valid events that its manifest promises, or quarantines it', () => {
    const mostParts = lists.length > 0 ? Number.POSITIVE_INFINITY : 1;
    const promised = new Set(providerEvents.flatMap(({ events }) => events));
    const told = new Set<string>();
    fc.assert(
      fc.property(bodies, (text) => {
        const { records, unmapped } = tell(text);
        const parts = records.length + unmapped.length;
        if (parts < 1 || parts > mostParts) expect.fail(`${parts} parts`);
        for (const { event } of records) {
          expectValid(event);
          if (isQuarantined(event)) {
            if (event.detail.data.reason === 'adapter_error') expect.fail('the adapter throws');
          } else {
            const { type, providerEvent } = event.detail.metadata;
            if (!promised.has(type)) expect.fail(`${type} is not in the manifest`);
            told.add(`${type} of ${providerEvent}`);
          }
        }
      }),
      { numRuns: propertyRuns },
    );
    // A provider event may speak in another one's words; nothing that the manifest lists is left out.
    const listed = providerEvents.flatMap(({ name, events }) =>
      events.map((type) => `${type} of ${name}`),
    );
    expect(listed.filter((name) => !told.has(name))).toEqual([]);
  });

  it('says the same whenever it is told', () => {
    const later = fc.constantFrom('2026-01-02T23:59:59.999Z', '2031-11-12T13:14:15.999Z');
    fc.assert(
      fc.property(bodies, later, (text, receivedAt) => {
        const sameDay = receivedAt.slice(0, 10) === fixtureReceivedAt.slice(0, 10);
        const lasting = ({ records, unmapped }: CallbackRecords) => ({
          events: records.map(({ event }) => whatLasts(event, sameDay)),
          unmapped: unmapped.map(({ key }) => key),
        });
        expectSame(lasting(tell(text, receivedAt)), lasting(tell(text)));
      }),
      { numRuns: propertyRuns / 2 },
    );
  });

  it('says the same of what is unmapped of each part, read alone', () => {
    fc.assert(
      fc.property(bodies, (text) => {
        const { records, unmapped } = tell(text);
        for (const record of records) {
          const raw = rawOf(record);
          if (raw === text) continue;
          const alone = tell(raw);
          expectSame(
            alone.records.map(({ event }) => withoutPath(event)),
            [withoutPath(record.event)],
          );
          expectSame(alone.unmapped, []);
        }
        for (const object of unmapped) {
          expectSame(tell(JSON.parse(object.content).body), { records: [], unmapped: [object] });
        }
      }),
      { numRuns: propertyRuns / 2 },
    );
  });

  it('says the same with unknown fields in every object', () => {
    fc.assert(
      fc.property(bodies, (text) => {
        const { records, unmapped } = tell(JSON.stringify(withUnknownFields(parseJson(text))));
        const known = tell(text);
        expectSame(records.map(withoutRaw), known.records.map(withoutRaw));
        expectSame(unmapped.length, known.unmapped.length);
      }),
      { numRuns: propertyRuns / 2 },
    );
  });

  it.runIf(lists.length > 0)('says the same of an item of a list, whatever is beside it', () => {
    fc.assert(
      fc.property(listedItems(lists, material), ({ list, items }) => {
        const parts = [...list.partsOf(items)];
        for (const item of items) {
          const besideItself = list.partsOf([item, item]);
          const own = parts.splice(0, besideItself.length / 2);
          const expected = besideItself.slice(0, own.length);
          expectSame(own.map(withoutPath), expected.map(withoutPath));
          if (list.isInnermost) expect(JSON.stringify(own)).toContain(JSON.stringify(item));
        }
        expect(parts).toEqual([]);
      }),
      { numRuns: propertyRuns / 10 },
    );
  });

  it('refuses whoever lacks the token, or what its provider proves beside it', () => {
    const strict = {
      'static headers': { headers: { 'x-static': 'a value that no arbitrary text is' } },
      signature: { signingKeys: ['a key that signed nothing'] },
    };
    const authentic = (...told: Parameters<typeof provider.verify>) =>
      provider.verify(...told).authentic;
    fc.assert(
      fc.property(callbacks, secrets, (callback, secret) => {
        const { token } = secret;
        const guessed = { ...callback, token };
        expect(authentic(callback, secret)).toBe(false);
        expect(authentic({ ...guessed, method: 'POST' }, { token })).toBe(true);
        for (const proof of proves) {
          expect(authentic(guessed, { token, ...strict[proof] })).toBe(false);
        }
      }),
      { numRuns: propertyRuns / 10 },
    );
  });
});

function isQuarantined(event: TributaryEvent): event is TributaryEvent<'callback.quarantined'> {
  return event['detail-type'] === 'callback.quarantined';
}

function expectValid(event: TributaryEvent): void {
  const { detail } = eventDefinitions[event['detail-type']];
  const { error } = z.safeParse(detail, event.detail);
  if (error) expect(error.issues).toEqual([]);
}

/** `expect` costs more than an adapter does: it is asked only about what differs. */
function expectSame(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}

/** What does not depend on the receipt. What has neither a time nor an id is known by its day. */
function whatLasts({ detail: { metadata, data } }: TributaryEvent, sameDay: boolean) {
  const { receivedAt: _, occurredAt, id, ...rest } = metadata;
  const hasTime = metadata.occurredAtSource !== 'receipt';
  const hasId = /^(message|delivery)\./.test(metadata.type);
  return {
    data,
    metadata: {
      ...rest,
      ...(hasTime && { occurredAt }),
      ...((hasTime || hasId || sameDay) && { id }),
    },
  };
}

/** Where a part stands tells it from others; nothing else does. */
function withoutPath(part: NormalizedPart | TributaryEvent): string {
  return JSON.stringify(part, (name, value) => (name === 'path' ? undefined : value));
}

/** What is quarantined is known by its raw JSON, of which unknown fields are a part. */
function withoutRaw({ event }: EventRecord) {
  return isQuarantined(event) ? event.detail.data.reason : event.detail;
}

function rawOf({ event, raw, payload }: EventRecord): string {
  if (raw !== undefined) return raw;
  const content = payload?.content ?? '';
  return isQuarantined(event) ? JSON.parse(content).body : content;
}
