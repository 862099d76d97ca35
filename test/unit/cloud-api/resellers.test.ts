import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { parseJson } from '../../../shared/json.ts';
import { readFixtures } from '../../../tools/dev/fixtures.ts';

const meta = await loadProvider('meta');
const fixtures = readFixtures('meta');

/** Resellers that pass on Meta's callbacks: what Meta's adapter reads, theirs do, in every field. */
describe.each(['360dialog', 'gupshup'])('a callback of Meta that %s passes on', async (id) => {
  const reseller = await loadProvider(id);

  it.each(fixtures)('is what it is from Meta: $name', ({ payload }) => {
    const body = parseJson(payload) ?? null;
    const context = { channels: {} };
    expect(reseller.normalize(body, context)).toEqual(meta.normalize(body, context));
  });
});
