import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import * as contents from '../../functions/providers/incs/schema/console-content.ts';
import { consoleMessage } from '../../functions/providers/incs/schema/console-message.ts';
import * as customData from '../../functions/providers/incs/schema/custom-data.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { eventDefinitions } from '../../shared/contract/index.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { InboundSchema } from '../../shared/provider/inbound.ts';
import { normalizeFixture } from '../../tools/dev/fixtures.ts';
import { Random } from '../simulation/random.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { exampleOf } from '../support/schema-example.ts';

const provider = await loadProvider('incs');

const scalars = [
  'Hi',
  'https://files.example/a.jpg',
  '1754466101',
  7,
  true,
  '',
  null,
  '131049: no',
];

const example = ({ fields = {} }: InboundSchema<unknown>): fc.Arbitrary<JsonObject> =>
  fc.nat().map((seed) => exampleOf(fields, scalars, new Random(seed)));

const content = fc.oneof(
  ...Object.values(contents).map((schema) => example(schema)),
  ...Object.values(customData).map((schema) => example(schema).map((data) => ({ data }))),
);

/** Messages of every type, with the content of any other, between every kind of parties. */
const consoleMessages = fc
  .record({
    fields: example(consoleMessage),
    content: fc.oneof(
      content,
      content.map((object) => JSON.stringify(object)),
    ),
    type: fc.constantFrom(101, 102, 103, 104, 105, 106, 110),
    custom_type: fc.constantFrom(11002, 11006, 11008, 11009, 11010, 11042),
    sender: fc.constantFrom('447700900123', 'incs_1', '30058_447700900123', 'GB.1349', ''),
    receiver: fc.constantFrom('447700900123', 'incs_1', 'staff_3', '990', null),
  })
  .map(({ fields, ...message }) => ({ ...fields, ...message }));

describe('a message in the form of the INCS console', () => {
  it('gives one valid event, whatever its type, content and parties', () => {
    const types = new Set<string>();
    fc.assert(
      fc.property(consoleMessages, (message) => {
        const body = { event: 'message_created', message };
        expect(provider.normalize(body, { channels: {} })).toHaveLength(1);
        const [event] = normalizeFixture(provider, JSON.stringify(body));
        if (event === undefined) expect.fail('no event');
        const { detail } = eventDefinitions[event['detail-type']];
        expect(z.safeParse(detail, event.detail).error?.issues ?? []).toEqual([]);
        types.add(event['detail-type']);
      }),
      { numRuns: propertyRuns / 5 },
    );
    expect([...types].sort()).toEqual(['callback.quarantined', 'message.received', 'message.sent']);
  });
});
