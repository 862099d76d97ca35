import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { everythingConfigured } from './synthesize.ts';

describe('docs/configuration.md', () => {
  const page = readFileSync(
    fileURLToPath(new URL('../../docs/configuration.md', import.meta.url)),
    'utf8',
  );
  /** The keys in the first cells of a table, by its heading. */
  function documented(heading: string): readonly string[] {
    const [, table = ''] = page.split(`| ${heading} | default | effect |`);
    const [rows = ''] = table.split('\n\n');
    return [...rows.matchAll(/^\| (`.*?`) \| /gm)].flatMap(([, cell = '']) =>
      Array.from(cell.matchAll(/`([^`]+)`/g), ([, key = '']) => key),
    );
  }

  it('lists exactly the props of a gateway', () => {
    const choice = { preset: 1, include: 1, exclude: 1, thresholds: 1, topic: 1 };
    const props = {
      ...everythingConfigured,
      providers: 1,
      alarms: { ...everythingConfigured.alarms, ...choice },
      throttling: { rateLimit: 1, burstLimit: 1 },
      code: 1,
    };
    const known = Object.entries(props).flatMap(([key, value]) => pathsOf(key, value));
    expect([...documented('prop')].sort()).toEqual([...new Set(known)].sort());
  });

  it('lists exactly the options of a provider', () => {
    const options = [
      'channels',
      'mediaApi',
      'reservedConcurrency',
      'signature',
      'silentAfterHours',
    ];
    expect([...documented('option')].sort()).toEqual(options);
  });
});

/** The paths of a configured value as the page writes them: `throttling.rateLimit`. */
function pathsOf(key: string, value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [key];
  const inner = Object.entries(value).flatMap(([name, nested]) => pathsOf(name, nested));
  return inner.map((path) => `${key}.${path.replace(/^support\b/, '<team>')}`);
}
