import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { type JsonValue, parseJson } from '../../shared/json.ts';
import type { NormalizeResult } from '../../shared/provider/normalize-result.ts';
import { readFixtures } from '../../tools/dev/fixtures.ts';
import { listsIn, replaceAt } from '../support/json-places.ts';
import { toMemberPath } from '../support/members.ts';

/** A body, and the list in which each entry stands twice, so that it has more items than before. */
interface Doubled {
  readonly name: string;
  readonly list: string;
  readonly body: JsonValue;
}

/**
 * The raw form of an item is what is replayed, and what an operator sees of it: with the whole body in its
 * place, each item of a callback would be stored, and replayed, with all others.
 */
describe.each(providers)('each of several items of a callback of $name', async ({ id }) => {
  const adapter = await loadProvider(id);
  const resultsOf = (body: JsonValue) => adapter.normalize(body, { channels: {} });

  const doubled = readFixtures(id).flatMap(({ name, payload }): Doubled[] => {
    const body = parseJson(payload) ?? null;
    const before = resultsOf(body).length;
    return listsIn(body)
      .map(({ place, items }) => ({
        name,
        list: toMemberPath(place),
        body: replaceAt(body, place, [...items, ...items]),
      }))
      .filter((twice) => resultsOf(twice.body).length > before);
  });

  it('has a raw form of its own, which alone gives the same', () => {
    const wrong = doubled.filter(({ body }) => {
      const results = resultsOf(body);
      const isAlone = (result: NormalizeResult) => {
        const alone = resultsOf(rawOf(result) ?? body);
        return alone.length < results.length && alone.map(toSaid).includes(toSaid(result));
      };
      return !results.every((result) => result.kind === 'ignored' || isAlone(result));
    });
    expect(wrong.map(({ name, list }) => `${name}: ${list}`)).toEqual([]);
  });
});

/** What a result says, apart from where its item stands. */
function toSaid(result: NormalizeResult): string {
  const { kind } = result;
  if (kind === 'event') return JSON.stringify({ ...result.draft, raw: null });
  if (kind === 'unrecognized') return JSON.stringify([kind, result.reason, result.problem]);
  return JSON.stringify([kind, result.providerEvent]);
}

function rawOf(result: NormalizeResult): JsonValue | undefined {
  if (result.kind === 'event') return result.draft.raw;
  return result.kind === 'ignored' ? undefined : result.raw;
}
