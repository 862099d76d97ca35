import { describe, expect, it } from 'vitest';
import { findBreaks } from '../../tools/dev/schemas/find-breaks.ts';
import { isSuperseded, readSchemaChanges } from '../../tools/dev/schemas/published.ts';

const changes = readSchemaChanges();

describe('schemas that subscribers were told', () => {
  it('are those of at least thirteen events', () => {
    expect(changes.filter(({ published }) => published).length).toBeGreaterThanOrEqual(13);
  });

  it.each(changes)('are not broken without a new version: $file', (change) => {
    const { file, published, current } = change;
    if (current === undefined) expect(isSuperseded(file)).toBe(true);
    else if (published) expect(findBreaks(published, current)).toEqual([]);
  });
});
