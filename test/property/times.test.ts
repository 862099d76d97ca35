import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { toEventRecords } from '../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { eventDefinitions, type TributaryEvent } from '../../shared/contract/index.ts';
import { isJsonArray, isJsonObject, type JsonValue, parseJson } from '../../shared/json.ts';
import { toInstant } from '../../shared/provider/values/instant.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import { parseConversationSort } from '../../shared/table/index-keys.ts';
import { parseSortKey } from '../../shared/table/sort-key.ts';
import { fixtureReceivedAt, readFixtures } from '../../tools/dev/fixtures.ts';
import { propertyRuns } from '../support/property-runs.ts';

const dayMs = 24 * 60 * 60 * 1000;
const receivedMs = Date.parse(fixtureReceivedAt);
const latest = new Date(receivedMs + dayMs).toISOString();

const anyDate = fc.date({
  min: new Date('0000-01-01'),
  max: new Date('9999-12-31'),
  noInvalidDate: true,
});
const nearDate = fc
  .integer({ min: -2 * dayMs, max: 2 * dayMs })
  .map((ms) => new Date(receivedMs + ms));

/** What a provider could write as a time, right or wrong. */
const written: fc.Arbitrary<JsonValue> = fc.oneof(
  fc
    .oneof(anyDate, nearDate)
    .chain((date) =>
      fc.constantFrom<JsonValue>(
        date.toISOString(),
        date.toISOString().slice(0, 19).replace('T', ' '),
        date.getTime(),
        Math.floor(date.getTime() / 1000),
        String(Math.floor(date.getTime() / 1000)),
      ),
    ),
  fc.double().map((number) => (Number.isFinite(number) ? number : null)),
  fc.constantFrom<JsonValue>(
    ...[0, -1, '-1', 1, 89_999_999_999, '89999999999', 8.64e15, 8.65e15, 1e300, '9'.repeat(19)],
    ...[
      '1969-12-31T23:59:59Z',
      '0000-01-01',
      '9999-12-31T23:59:59-23:59',
      '+275760-09-13T00:00:00Z',
    ],
  ),
);

describe.each(providers)('the times of $name', async ({ id }) => {
  const adapter = await loadProvider(id);
  const bodies = readFixtures(id).map(({ payload }) => parseJson(payload));

  // Twilio writes no time into its callbacks.
  const hasTimes = readFixtures(id).some(({ goldenPath }) => {
    const golden: readonly TributaryEvent[] = JSON.parse(readFileSync(goldenPath, 'utf8'));
    return golden.some(({ detail }) => detail.metadata.occurredAtSource === undefined);
  });

  it('put no event after its receipt by more than a day, and stay visible', () => {
    let marked = 0;
    fc.assert(
      fc.property(fc.constantFrom(...bodies), written, (body, time) => {
        const text = JSON.stringify(withTimes(body, time));
        const receipt = { provider: id, receivedAt: fixtureReceivedAt };
        const { records } = toEventRecords({ text, headers: {} }, adapter, receipt, {
          channels: {},
        });
        for (const record of records) {
          const { type, providerOccurredAt } = record.event.detail.metadata;
          const { error } = z.safeParse(eventDefinitions[type].detail, record.event.detail);
          if (error) expect(error.issues).toEqual([]);
          const tooLate = sortedBy(record).filter((sorted) => sorted > latest);
          if (tooLate.length > 0) expect(tooLate).toEqual([]);
          if (providerOccurredAt === undefined) continue;
          marked += 1;
          if (providerOccurredAt <= latest) expect.fail(`${providerOccurredAt} is credible`);
        }
      }),
      { numRuns: propertyRuns / 10 },
    );
    expect(marked > 0).toBe(hasTimes);
  });
});

it('writes an instant as the platform does', () => {
  const seconds = fc.integer({ min: 1, max: 1e11 - 1 });
  const milliseconds = fc.integer({ min: 1e11, max: 1e14 - 1 });
  fc.assert(
    fc.property(fc.array(seconds), fc.array(milliseconds), (inSeconds, inMilliseconds) => {
      const instants = [...inSeconds.map((each) => each * 1000), ...inMilliseconds];
      const written = [...inSeconds, ...inMilliseconds].map(toInstant);
      expect(written).toEqual(instants.map((ms) => new Date(ms).toISOString()));
    }),
  );
});

/** The body with another time in place of each of its times. */
function withTimes(value: JsonValue, time: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map((item) => withTimes(item, time));
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, withTimes(inner, time)]),
    );
  }
  const instant = toInstant(value);
  return instant !== undefined && instant > '2020' && instant < '2027' ? time : value;
}

/** Every time by which an event is sorted. */
function sortedBy({ key, event, conversation }: EventRecord): readonly string[] {
  const sortKey = parseSortKey(key.sk);
  return [
    event.detail.metadata.occurredAt,
    ...(conversation ? [parseConversationSort(conversation.sort) ?? 'unreadable'] : []),
    ...(sortKey?.kind === 'change' ? [sortKey.at] : []),
  ];
}
