import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { provider } from '../../functions/innopaas/index.ts';
import * as schemas from '../../functions/innopaas/schema.ts';
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
      jsonOfSchema(schemas.inboundMessage, { type: 'whatsapp_mo_message_received' }),
      jsonOfSchema(schemas.chatMessage, { type: 'chat_mo_message_notify' }),
      jsonOfSchema(schemas.chatMessage, { type: 'chat_mt_message_notify' }),
      jsonOfSchema(schemas.messageStatus, { type: 'whatsapp_message_status_updated' }),
      jsonOfSchema(schemas.templateStatus, { type: 'whatsapp_template_status_updated' }),
      jsonOfSchema(schemas.templateStatus, { type: 'whatsapp_template_status_update' }),
      jsonOfSchema(schemas.templateCategory, { type: 'template_category_update' }),
      jsonOfSchema(schemas.templateQuality, { type: 'message_template_quality_update' }),
      jsonOfSchema(schemas.phoneQuality, { type: 'whatsapp_phone_number_quality_update' }),
      jsonOfSchema(schemas.phoneName, { type: 'whatsapp_phone_number_name_update' }),
      jsonOfSchema(schemas.accountReview, { type: 'whatsapp_account_review_updated' }),
    ),
  },
  {
    weight: 10,
    arbitrary: mutationsOf(readFixtures('innopaas').map(({ payload }) => parseJson(payload))),
  },
);

describe('the InnoPaaS dialect', () => {
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
    const promised = new Set(provider.manifest.feeds.flatMap(({ events }) => events));
    expect([...seen].sort()).toEqual([...promised, 'delivery.quarantined'].sort());
  });

  it('verifies any bytes, headers, tokens and secrets without an error', () => {
    const token = fc.string({ minLength: 16 });
    const value = fc.string({ minLength: 1 });
    const live = fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 2 }));
    const headers = fc.dictionary(fc.string(), live, { minKeys: 1, maxKeys: 3 });
    const secrets = fc.record(
      {
        token,
        previousToken: token,
        connections: fc.dictionary(
          fc.string(),
          fc.record({ token, headers }, { requiredKeys: ['token'] }),
        ),
        headers,
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
        const bare = { token: secret.token };
        expect(provider.verify({ ...request, token: bare.token }, bare).authentic).toBe(true);
        const strict = { ...bare, headers: { 'x-static': 'a value that no arbitrary text is' } };
        expect(provider.verify({ ...request, token: bare.token }, strict).authentic).toBe(false);
      }),
      { numRuns: propertyRuns / 10 },
    );
  });
});
