import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toRegistry } from '../../../tools/dev/new-provider/registry.ts';

const path = new URL('../../../functions/providers/registry.ts', import.meta.url);
const registry = readFileSync(path, 'utf8');

const importsOf = (text: string) => [
  ...text.matchAll(/import \{ manifest as (\w+) \} from '\.\/([\w-]+)\/manifest/g),
];
const idsOf = (text: string) => importsOf(text).map(([, , id]) => id);
const variablesOf = (text: string) => importsOf(text).map(([, variable]) => variable);
const namesOf = (text: string) =>
  /= \[([^\]]*)\];/
    .exec(text)?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);

describe('the registry with one more provider', () => {
  it.each(['aardvark', 'jabberwock', 'zebra'])('has %s in the order of ids', (id) => {
    const text = toRegistry(registry, id);
    expect(idsOf(text)).toEqual([...idsOf(registry), id].sort());
    expect(namesOf(text)).toEqual(variablesOf(text));
  });

  it.each([
    ['north-wind', 'northWind'],
    ['4winds', 'provider4winds'],
  ])('turns the id %s into a variable', (id, variable) => {
    expect(toRegistry(registry, id)).toContain(`manifest as ${variable} }`);
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
