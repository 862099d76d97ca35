import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toRegistry } from '../../../tools/dev/new-provider/registry.ts';

const path = new URL('../../../functions/providers/registry.ts', import.meta.url);
const registry = readFileSync(path, 'utf8');

const idsOf = (text: string) => [...text.matchAll(/'\.\/([\w-]+)\/manifest/g)].map(([, id]) => id);
const namesOf = (text: string) =>
  /= \[([^\]]*)\];/
    .exec(text)?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);

describe('the registry with one more provider', () => {
  it.each(['aardvark', 'jabberwock', 'zebra'])('has %s in the order of ids', (id) => {
    const ids = idsOf(toRegistry(registry, id));
    expect(ids).toEqual([...idsOf(registry), id].sort());
    expect(namesOf(toRegistry(registry, id))).toEqual(ids);
  });

  it('turns an id with hyphens into a variable', () => {
    expect(toRegistry(registry, 'north-wind')).toContain('manifest as northWind }');
  });

  it('is split into lines when it is too long for one', () => {
    const ids = Array.from({ length: 12 }, (_, index) => `provider-${index + 10}`);
    const text = ids.reduce(toRegistry, registry);
    const code = text.split('\n').filter((line) => !line.startsWith('/**'));
    expect(Math.max(...code.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(namesOf(text)).toHaveLength(idsOf(registry).length + 12);
  });

  it('keeps everything else', () => {
    expect(toRegistry(registry, 'zebra')).toContain(
      '/** The registry: one line for each provider.',
    );
  });
});
