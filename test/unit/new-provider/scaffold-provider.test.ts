import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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
  it('gets a folder, a fixture, and a line in the registry', async () => {
    const scaffolded = await begin('parrot');
    if ('refused' in scaffolded) throw new Error(scaffolded.refused);
    const { written, changed } = scaffolded;
    expect(written).toEqual([
      'functions/providers/parrot/README.md',
      'fixtures/parrot/message.payload.json',
      'functions/providers/parrot/manifest.ts',
      'functions/providers/parrot/normalize.ts',
      'functions/providers/parrot/schema.ts',
    ]);
    expect(written.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(changed).toBe('functions/providers/registry.ts');
    expect(readFileSync(join(root, changed), 'utf8')).toContain('./parrot/');
  });

  it('has its own name everywhere, and imports what is really there', async () => {
    await begin('parrot', 'Parrot & $1');
    const folder = join(root, 'functions/providers/parrot');
    const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(texts.filter((text) => /new.provider|2026-01-01/i.test(text))).toEqual([]);
    expect(texts.filter((text) => text.includes('Parrot & $1'))).toHaveLength(3);
    const imported = texts.flatMap((text) => text.match(/(?<=from ')[^']+/g) ?? []);
    expect(imported).toContain('../../../shared/provider/manifest.ts');
    const repository = fileURLToPath(
      new URL('../../../functions/providers/incs/', import.meta.url),
    );
    expect(imported.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  });

  it.each(['Parrot', 'a_b', '../parrot', 'a--b', '-a', ''])(
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
