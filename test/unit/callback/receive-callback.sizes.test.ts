import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { readFixtures } from '../../../tools/dev/fixtures.ts';
import { itemBytes } from '../../simulation/aws/item-quotas.ts';
import { fullSecret, genuineCallback } from '../../support/genuine-callback.ts';
import { receive } from '../../support/hostile-gateway.ts';

/**
 * The store in `receive` refuses what DynamoDB refuses. DynamoDB counts bytes of UTF-8; a text in
 * JavaScript counts UTF-16. Random characters compress least.
 */
const alphabets = {
  ASCII: { characters: range(0x21, 0x7e), bytes: 1 },
  umlauts: { characters: range(0xc0, 0x17f), bytes: 2 },
  'Chinese characters': { characters: range(0x4e00, 0x9fa5), bytes: 3 },
  emoji: { characters: range(0x1f300, 0x1f5ff), bytes: 4 },
  'control characters, which JSON escapes': { characters: range(0x01, 0x07), bytes: 6 },
};

function range(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));
}

/** A text that does not repeat itself, and is the same in every run. */
function toText(characters: readonly string[], length: number): string {
  let seed = 1;
  return Array.from({ length }, () => {
    seed = (seed * 48_271) % 0x7fffffff;
    return characters[seed % characters.length];
  }).join('');
}

const adapter = await loadProvider('meta');
const fixture = readFixtures('meta').find(({ name }) => name === 'messages.text')?.payload ?? '';

async function receiveText(text: string) {
  const value = JSON.parse(fixture);
  value.entry[0].changes[0].value.messages[0].text.body = text;
  const body = JSON.stringify(value);
  const reception = await receive(adapter, fullSecret, genuineCallback(adapter, Buffer.from(body)));
  return { ...reception, body };
}

/** Sizes of the text in bytes: around every limit of the code, and of DynamoDB. */
const kilobytes = [43, 45, 90, 130, 180, 260, 340, 349, 352, 405, 700];

describe.each(Object.entries(alphabets))('a message in %s', (_name, { characters, bytes }) => {
  it.each(kilobytes)(
    'of %i KB fits into the table, or is stored in full beside it',
    async (size) => {
      const text = toText(characters, Math.floor((size * 1_000) / bytes));
      const { response, records, payloads, body } = await receiveText(text);
      const payload = payloads.map(({ content }) => content);
      expect(response.status).toBe(200);
      const [record] = records;
      expect(records).toHaveLength(1);
      if (record?.raw === undefined) {
        expect(payload.map((json) => (json === body ? json : JSON.parse(json).body))).toEqual([
          body,
        ]);
      } else {
        expect(record.raw).toBe(body);
        expect(payload).toEqual([]);
        expect(itemBytes({ ...toEventItem(record, { publish: true }) })).toBeGreaterThan(
          size * 1_000,
        );
      }
      if (record?.event['detail-type'] === 'message.received') {
        expect(JSON.stringify(record.event.detail.data)).toContain(JSON.stringify(text));
      } else {
        expect(record?.event.detail.data).toMatchObject({ reason: 'too_large' });
        expect(size).toBeGreaterThan(340);
      }
    },
  );
});
