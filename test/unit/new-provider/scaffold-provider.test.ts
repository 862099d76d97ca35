import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scaffoldProvider } from '../../../tools/dev/new-provider/scaffold-provider.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'scaffold-'));
  const registry = fileURLToPath(
    new URL('../../../functions/providers/registry.ts', import.meta.url),
  );
  cpSync(registry, join(root, 'functions/providers/registry.ts'));
});

afterEach(() => rmSync(root, { recursive: true }));

const begin = (id: string, name = 'Parrot') =>
  scaffoldProvider(root, { id, name, readOn: '2026-11-21' });

describe('a new provider', () => {
  it('gets a folder, a fixture with its golden, and a line in the registry', async () => {
    const scaffolded = await begin('parrot');
    if ('refused' in scaffolded) throw new Error(scaffolded.refused);
    const { written, changed } = scaffolded;
    expect(written).toContain('functions/providers/parrot/manifest.ts');
    expect(written).toContain('fixtures/parrot/message.expected.json');
    expect(written.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(changed).toBe('functions/providers/registry.ts');
    expect(readFileSync(join(root, changed), 'utf8')).toContain('./parrot/');
  });

  it.each(['Parrot', '1st', 'a_b', '../parrot', 'a--b', '-a', ''])(
    'is refused with the id %j, and writes nothing',
    async (id) => {
      expect(await begin(id)).toHaveProperty('refused');
      expect(existsSync(join(root, 'fixtures'))).toBe(false);
    },
  );

  it.each(["Parrot's", 'Par\\rot', ''])('is refused with the name %j', async (name) => {
    expect(await begin('parrot', name)).toHaveProperty('refused');
  });

  it('does not overwrite an existing one', async () => {
    await begin('parrot');
    const before = readFileSync(join(root, 'functions/providers/registry.ts'), 'utf8');
    expect(await begin('parrot')).toEqual({
      refused: 'functions/providers/parrot exists already',
    });
    expect(readFileSync(join(root, 'functions/providers/registry.ts'), 'utf8')).toBe(before);
  });
});
