import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { provider } from '../../functions/incs/index.ts';
import * as callbacks from '../../functions/incs/schema/callbacks.ts';
import * as contents from '../../functions/incs/schema/console-content.ts';
import { consoleMessage } from '../../functions/incs/schema/console-message.ts';
import * as data from '../../functions/incs/schema/custom-data.ts';
import { rcsMessage } from '../../functions/incs/schema/rcs-message.ts';
import { normalizeFixture, readFixtures } from '../../scripts/fixtures.ts';
import { eventDefinitions } from '../../shared/events/index.ts';
import * as cloudApi from '../../shared/normalizers/cloud-api/schema.ts';
import { isJsonObject, type JsonValue, parseJson } from '../../shared/normalizers/json.ts';
import { jsonOfSchema } from '../support/json-of-schema.ts';
import { arbitraryJson, mutationsOf } from '../support/mutated-json.ts';
import { propertyRuns } from '../support/property-runs.ts';

const cloudApiValue = fc.record(
  {
    messaging_product: fc.constant('whatsapp'),
    metadata: jsonOfSchema(cloudApi.cloudApiMetadata),
    contacts: fc.array(jsonOfSchema(cloudApi.cloudApiContact), { maxLength: 3 }),
    messages: fc.array(jsonOfSchema(cloudApi.cloudApiMessage), { maxLength: 3 }),
    statuses: fc.array(jsonOfSchema(cloudApi.cloudApiStatus), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

const content = fc.oneof(
  ...Object.values(contents).map((schema) => jsonOfSchema(schema)),
  fc.record({ data: fc.oneof(...Object.values(data).map((schema) => jsonOfSchema(schema))) }),
);

const customTypes = [11002, 11006, 11008, 11009, 11010, 11042];

/** With parties of every sort: what is random is hardly ever a phone number. */
const consoleMessages = fc
  .record({
    fields: jsonOfSchema(consoleMessage),
    content: fc.oneof(
      content,
      content.map((inner) => JSON.stringify(inner)),
    ),
    type: fc.constantFrom(101, 102, 103, 104, 105, 106, 110),
    custom_type: fc.constantFrom(...customTypes),
    sender: fc.constantFrom('447700900123', 'incs_1', '30058_447700900123', 'GB.1349', ''),
    receiver: fc.constantFrom('447700900123', 'incs_1', 'staff_3', '990', null),
  })
  .map(({ fields, ...message }) => ({ ...(isJsonObject(fields) ? fields : {}), ...message }));

const bodies: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 1, arbitrary: arbitraryJson },
  {
    weight: 6,
    arbitrary: fc.oneof(
      inEvent('new_message', cloudApiValue),
      inEvent('new_message', jsonOfSchema(rcsMessage)),
      inEvent('message_created', consoleMessages),
      jsonOfSchema(callbacks.messageStatusUpdate, { event: 'message_status_update' }),
      jsonOfSchema(callbacks.messageStatusUpdated, { event: 'message_status_updated' }),
      jsonOfSchema(callbacks.templateUpdate, { event: 'template_status_update' }),
      jsonOfSchema(callbacks.templateUpdate, { event: 'template_category_update' }),
      jsonOfSchema(callbacks.templateUpdate, { event: 'template_quality_update' }),
    ),
  },
  {
    weight: 10,
    arbitrary: mutationsOf(readFixtures('incs').map(({ payload }) => parseJson(payload))),
  },
);

function inEvent(event: string, message: fc.Arbitrary<unknown>): fc.Arbitrary<JsonValue> {
  return message.map((inner) =>
    JSON.parse(JSON.stringify({ event, channel_id: 1, message: inner })),
  );
}

describe('the INCS dialect', () => {
  it('gives valid events for any JSON, at least one, and the same ones again', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(bodies, (body) => {
        const text = JSON.stringify(body);
        const events = normalizeFixture(provider, text);
        expect(events).not.toHaveLength(0);
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

  it('keeps of each item the raw form that gives the same part when it is read alone', () => {
    const items = fc.array(
      fc.oneof(
        jsonOfSchema(cloudApi.cloudApiMessage, { from: '447700900123' }),
        jsonOfSchema(cloudApi.cloudApiMessage, { from: '447700900456', type: 'order', order: {} }),
        arbitraryJson,
      ),
      { minLength: 2, maxLength: 4 },
    );
    const contacts = fc.subarray([
      { wa_id: '447700900123', profile: { name: 'Ada Example' } },
      { wa_id: '447700900456', profile: { name: 'Grace Example' } },
    ]);
    fc.assert(
      fc.property(items, contacts, (messages, people) => {
        const value = { metadata: { phone_number_id: '1' }, contacts: people, messages };
        const body: JsonValue = { event: 'new_message', message: value };
        for (const part of provider.normalize(body, { channels: {} })) {
          const [alone, ...more] = provider.normalize(rawOf(part) ?? null, { channels: {} });
          expect(more).toEqual([]);
          expect(withoutPlace(alone)).toEqual(withoutPlace(part));
        }
      }),
      { numRuns: propertyRuns / 10 },
    );
  });

  it('verifies any bytes, headers and tokens without an error', () => {
    const token = fc.string({ minLength: 16 });
    const secrets = fc.record(
      {
        token,
        previousToken: token,
        connections: fc.dictionary(fc.string(), fc.record({ token })),
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

type Part = ReturnType<typeof provider.normalize>[number];

function rawOf(part: Part): JsonValue | undefined {
  if ('kept' in part) return part.kept.raw;
  return part.understood ? part.draft.raw : part.misfit.raw;
}

/** What an item says, wherever it stood among others. */
function withoutPlace(part: Part | undefined): unknown {
  if (part === undefined) return undefined;
  if ('kept' in part) return { ...part.kept, raw: undefined };
  if (part.understood) return { ...part.draft, raw: undefined };
  const path = part.misfit.path?.replace(/\.messages\[\d+\]/, '.messages[]');
  return { ...part.misfit, path, raw: undefined };
}
