import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/json.ts';
import { callback, draftsOf, messagesValue, resultsOf, textFrom } from './callbacks.ts';

/** Meta's largest callback: 1,000 updates of 1,000 users, and 3 MB. */
function largest(updates: number, textChars: number): JsonObject {
  const padding = 'x'.repeat(textChars);
  const numbers = Array.from({ length: updates }, (_, index) => String(447_700_000_000 + index));
  return callback(
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

describe('the largest callback', () => {
  const body = largest(1_000, 2_750);
  const drafts = draftsOf(body);

  it('gives every one of its messages, with its own contact', () => {
    const names = drafts.map((draft) =>
      draft.type === 'message.received' ? draft.data.message.user.name : 'none',
    );
    expect(sizeOf(body)).toBeGreaterThan(2_800_000);
    expect(names).toHaveLength(1_000);
    expect([names[0], names[999]]).toEqual(['User 447700000000', 'User 447700000999']);
  });

  it('has raw forms that together are smaller than two bodies', () => {
    const raws = resultsOf(body).map((result) =>
      result.kind === 'event' ? sizeOf(result.draft.raw) : 0,
    );
    expect(raws.reduce((sum, size) => sum + size, 0)).toBeLessThan(2 * sizeOf(body));
  });

  it('is read once for each update, and not once for every pair', () => {
    const readsOf = (updates: number) => countReads(largest(updates, 10), resultsOf);
    const [small, large] = [readsOf(100), readsOf(800)];
    expect(small).toBeGreaterThan(100);
    expect(large).toBeLessThan(10 * small);
  });
});

/** How often a property of a body, or of any value in it, is read. */
function countReads(body: JsonObject, read: (body: JsonObject) => unknown): number {
  let reads = 0;
  const observe = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, name) {
        reads += 1;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'object' && value !== null ? observe(value) : value;
      },
    });
  read(observe(body));
  return reads;
}
