import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/normalizers/json.ts';
import { delivery, messagesValue, partsOf, textFrom } from './deliveries.ts';

/** Meta's largest delivery: 1,000 updates and 3 MB, each of a user of its own. */
function largest(updates: number, textChars: number): JsonObject {
  const padding = 'x'.repeat(textChars);
  const numbers = Array.from({ length: updates }, (_, index) => String(447_700_000_000 + index));
  return delivery(
    'messages',
    messagesValue({
      contacts: numbers.map((wa_id) => ({ wa_id, profile: { name: `User ${wa_id}` } })),
      messages: numbers.map((from, index) => ({
        ...textFrom(from, `wamid.${index}`),
        text: { body: padding },
      })),
    }),
  );
}

const sizeOf = (value: unknown) => JSON.stringify(value).length;

describe('the largest delivery', () => {
  const body = largest(1_000, 2_750);
  const parts = partsOf(body);

  it('gives every one of its messages, with its own contact', () => {
    const names = parts.map((part) =>
      'draft' in part && part.draft.type === 'message.received'
        ? part.draft.data.message.user.name
        : 'none',
    );
    expect(sizeOf(body)).toBeGreaterThan(2_800_000);
    expect(names).toHaveLength(1_000);
    expect([names[0], names[999]]).toEqual(['User 447700000000', 'User 447700000999']);
  });

  it('is kept in pieces that are not larger together than twice the whole', () => {
    const raws = parts.map((part) => ('draft' in part ? sizeOf(part.draft.raw) : 0));
    expect(raws.reduce((sum, size) => sum + size, 0)).toBeLessThan(2 * sizeOf(body));
  });

  it('costs as much for each update as a small one', () => {
    // Of CPU, since the machine may do something else beside it.
    const costMicroseconds = (updates: number) => {
      const body = largest(updates, 10);
      const runs = Array.from({ length: 3 }, () => {
        const startedAt = process.cpuUsage();
        partsOf(body);
        return process.cpuUsage(startedAt).user;
      });
      return Math.min(...runs);
    };
    // 8 times as many: a cost that grows with the square would be 64 times as high.
    expect(costMicroseconds(16_000) / costMicroseconds(2_000)).toBeLessThan(32);
  });
});
