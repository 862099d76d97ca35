import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { provider } from '../../functions/meta/index.ts';
import * as schemas from '../../functions/meta/schema.ts';
import { normalizeFixture, readFixtures } from '../../scripts/fixtures.ts';
import { eventDefinitions } from '../../shared/events/index.ts';
import * as cloudApi from '../../shared/normalizers/cloud-api/schema.ts';
import { type JsonValue, parseJson } from '../../shared/normalizers/json.ts';
import { jsonOfSchema } from '../support/json-of-schema.ts';
import { arbitraryJson, mutationsOf } from '../support/mutated-json.ts';
import { propertyRuns } from '../support/property-runs.ts';

const listOf = (schema: z.ZodMiniType) => fc.array(jsonOfSchema(schema), { maxLength: 3 });

const value = fc.record(
  {
    metadata: jsonOfSchema(cloudApi.cloudApiMetadata),
    contacts: listOf(cloudApi.cloudApiContact),
    messages: listOf(cloudApi.cloudApiMessage),
    message_echoes: listOf(cloudApi.cloudApiMessage),
    statuses: listOf(cloudApi.cloudApiStatus),
    user_preferences: listOf(schemas.userPreference),
    user_id_update: listOf(schemas.userIdUpdate),
  },
  { requiredKeys: [] },
);

const change = (field: string, json: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  json.map((inner) => ({ field, value: inner }));

const changes = fc.oneof(
  change('messages', value),
  change('smb_message_echoes', value),
  change('user_preferences', value),
  change('user_id_update', value),
  change('message_template_status_update', jsonOfSchema(schemas.templateStatus)),
  change('message_template_quality_update', jsonOfSchema(schemas.templateQuality)),
  change('template_category_update', jsonOfSchema(schemas.templateCategory)),
  change('account_update', jsonOfSchema(schemas.accountUpdate)),
  change('account_review_update', jsonOfSchema(schemas.accountReview)),
  change('account_alerts', jsonOfSchema(schemas.accountAlert)),
  change('phone_number_quality_update', jsonOfSchema(schemas.phoneQuality)),
  change('phone_number_name_update', jsonOfSchema(schemas.phoneName)),
  change('security', jsonOfSchema(schemas.phoneSecurity)),
  change('a_field_of_tomorrow', arbitraryJson),
  arbitraryJson,
);

const entries = fc
  .tuple(jsonOfSchema(schemas.entry), fc.array(changes, { maxLength: 3 }))
  .map(([entry, inner]): JsonValue => ({ ...Object(entry), changes: inner }));

const bodies: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 1, arbitrary: arbitraryJson },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.oneof({ weight: 9, arbitrary: entries }, arbitraryJson), { maxLength: 3 })
      .map((entry) => ({ object: 'whatsapp_business_account', entry })),
  },
  {
    weight: 10,
    arbitrary: mutationsOf(readFixtures('meta').map(({ payload }) => parseJson(payload))),
  },
);

describe('the dialect of Meta', () => {
  it('gives valid events for any JSON, and the same ones again', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(bodies, (body) => {
        const text = JSON.stringify(body);
        expect(provider.normalize(parseJson(text), { channels: {} }).length).toBeGreaterThan(0);
        const events = normalizeFixture(provider, text);
        for (const event of events) {
          seen.add(event['detail-type']);
          const { detail } = eventDefinitions[event['detail-type']];
          expect(z.safeParse(detail, event.detail).error?.issues ?? []).toEqual([]);
        }
        expect(normalizeFixture(provider, text)).toEqual(events);
      }),
      { numRuns: propertyRuns },
    );
    const promised = new Set(provider.manifest.feeds.flatMap(({ events }) => events));
    expect([...seen].sort()).toEqual([...promised, 'delivery.quarantined'].sort());
  });

  it('gives the same part for what it keeps of each, read alone', () => {
    const ofPart = (part: (typeof parts)[number] | undefined) =>
      JSON.stringify(part, (key, inner) => (key === 'raw' || key === 'path' ? undefined : inner));
    let parts: ReturnType<typeof provider.normalize> = [];
    fc.assert(
      fc.property(fc.array(entries, { minLength: 2, maxLength: 3 }), (entry) => {
        parts = provider.normalize({ entry }, { channels: {} });
        for (const part of parts) {
          const raw = rawOf(part);
          const [alone, ...more] = provider.normalize(raw ?? null, { channels: {} });
          expect(more).toEqual([]);
          expect(ofPart(alone)).toBe(ofPart(part));
        }
      }),
      { numRuns: propertyRuns / 10 },
    );
  });

  it('verifies any bytes, headers, queries and secrets without an error', () => {
    const token = fc.string({ minLength: 16 });
    const key = fc.string({ minLength: 1 });
    const own = {
      token,
      previousToken: token,
      signingKeys: fc.array(key, { maxLength: 2 }),
      verifyToken: key,
    };
    const secrets = fc.record(
      {
        ...own,
        connections: fc.dictionary(fc.string(), fc.record(own, { requiredKeys: ['token'] })),
      },
      { requiredKeys: ['token'] },
    );
    const headers = fc.dictionary(
      fc.oneof(fc.string(), fc.constant('x-hub-signature-256')),
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }).map((text) => `sha256=${text}`),
      ),
    );
    const requests = fc.record({
      method: fc.oneof(fc.constantFrom('GET', 'POST'), fc.string()),
      token: fc.string({ unit: 'binary' }),
      headers,
      query: fc.dictionary(fc.oneof(fc.constant('hub.mode'), fc.string()), fc.string()),
      body: fc.uint8Array(),
    });
    fc.assert(
      fc.property(requests, secrets, (request, secret) => {
        expect(provider.verify(request, secret).authentic).toBe(false);
        const strict = { token: secret.token, signingKeys: ['a key that signed nothing'] };
        const guessed = { ...request, token: secret.token };
        expect(provider.verify(guessed, strict).authentic).toBe(false);
      }),
      { numRuns: propertyRuns / 10 },
    );
  });
});

function rawOf(part: ReturnType<typeof provider.normalize>[number]): JsonValue | undefined {
  if ('kept' in part) return part.kept.raw;
  return part.understood ? part.draft.raw : part.misfit.raw;
}
