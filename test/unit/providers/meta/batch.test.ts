import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/json.ts';
import { delivery, messagesValue, partsOf, textFrom } from './callbacks.ts';

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

  it('is looked at once for each update, and not once for every pair', () => {
    const looksAt = (updates: number) => countLooks(largest(updates, 10), partsOf);
    const [small, large] = [looksAt(100), looksAt(800)];
    expect(small).toBeGreaterThan(100);
    expect(large).toBeLessThan(10 * small);
  });
});

/** How often something is read from a body or from anything in it. */
function countLooks(body: JsonObject, read: (body: JsonObject) => unknown): number {
  let looks = 0;
  const observe = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, name) {
        looks += 1;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'object' && value !== null ? observe(value) : value;
      },
    });
  read(observe(body));
  return looks;
}
