import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { provider } from '../../functions/itnio/index.ts';
import * as schemas from '../../functions/itnio/schema.ts';
import { normalizeFixture, readFixtures } from '../../scripts/fixtures.ts';
import { eventDefinitions } from '../../shared/events/index.ts';
import { type JsonValue, parseJson } from '../../shared/normalizers/json.ts';
import { jsonOfSchema } from '../support/json-of-schema.ts';
import { arbitraryJson, mutationsOf } from '../support/mutated-json.ts';
import { propertyRuns } from '../support/property-runs.ts';

const bodies: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 1, arbitrary: arbitraryJson },
  {
    weight: 4,
    arbitrary: fc.oneof(
      jsonOfSchema(schemas.upMessageEvent, { eventType: 'up-message-event' }),
      jsonOfSchema(schemas.messageStatusEvent, { eventType: 'message-status-event' }),
      jsonOfSchema(schemas.templateStatusEvent, { eventType: 'template-status-event' }),
      jsonOfSchema(schemas.billingEvent, { eventType: 'billing-event' }),
      jsonOfSchema(schemas.accountUpdate, { field: 'account_update' }),
      jsonOfSchema(schemas.phoneNumberQualityUpdate, { field: 'phone_number_quality_update' }),
    ),
  },
  {
    weight: 10,
    arbitrary: mutationsOf(readFixtures('itnio').map(({ payload }) => parseJson(payload))),
  },
);

describe('the ITNIO dialect', () => {
  it('gives exactly one valid event for any JSON, and the same one again', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(bodies, (body) => {
        const text = JSON.stringify(body);
        const events = normalizeFixture(provider, text);
        expect(events).toHaveLength(1);
        for (const event of events) {
          seen.add(event['detail-type']);
          const { detail } = eventDefinitions[event['detail-type']];
          expect(z.safeParse(detail, event.detail).error?.issues ?? []).toEqual([]);
        }
        expect(normalizeFixture(provider, text)).toEqual(events);
      }),
      { numRuns: propertyRuns },
    );
    const promised = provider.manifest.feeds.flatMap(({ events }) => events);
    expect([...seen].sort()).toEqual([...promised, 'delivery.quarantined'].sort());
  });

  it('verifies any bytes, headers and tokens without an error', () => {
    const secrets = fc.record(
      {
        token: fc.string({ minLength: 16 }),
        previousToken: fc.string({ minLength: 16 }),
        connections: fc.dictionary(fc.string(), fc.record({ token: fc.string({ minLength: 16 }) })),
      },
      { requiredKeys: ['token'] },
    );
    const texts = fc.dictionary(fc.string(), fc.string());
    const requests = fc.record({
      method: fc.string(),
      token: fc.string({ unit: 'binary' }),
      headers: texts,
      query: texts,
      body: fc.uint8Array(),
    });
    fc.assert(
      fc.property(requests, secrets, (request, secret) => {
        expect(provider.verify(request, secret).authentic).toBe(false);
        expect(provider.verify({ ...request, token: secret.token }, secret).authentic).toBe(true);
      }),
      { numRuns: propertyRuns / 10 },
    );
  });
});
