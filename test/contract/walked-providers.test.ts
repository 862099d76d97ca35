import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defineProvider } from '../../shared/provider/define-provider.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { scaffoldProvider } from '../../tools/dev/new-provider/scaffold-provider.ts';
import { projectDirectory } from '../../tools/project-directory.ts';
import { readFixtureFolder } from '../../tools/provider-testing/fixtures.ts';
import { writeGolden } from '../../tools/provider-testing/goldens.ts';
import { describeProvider } from '../../tools/provider-testing/index.ts';
import { type Walk, walks } from '../support/adding-a-provider-page.ts';

// `test/walks/adding-a-provider.test.ts` runs every command of the page in a copy of the repository, which takes
// minutes. This does in one process what those that make the provider do.

const registry = 'functions/providers/registry.ts';

/** A repository that has nothing but what a provider may import, and the registry. */
const root = mkdtempSync(join(tmpdir(), 'walked-providers-'));
for (const name of ['shared', 'node_modules'])
  symlinkSync(join(projectDirectory, name), join(root, name));
cpSync(join(projectDirectory, registry), join(root, registry));
afterAll(() => rmSync(root, { recursive: true }));

const registered = () => readFileSync(join(root, registry), 'utf8').split('\n');

/** Writes what the page shows after its first command has begun the provider. */
async function writeProvider({ id, steps }: Walk): Promise<ProviderAdapter> {
  const begun = await scaffoldProvider(root, { id, name: id, readOn: '2026-11-21' });
  if ('refused' in begun) throw new Error(begun.refused);
  for (const { kind, file, text } of steps) {
    if (file !== undefined && !kind.endsWith('-equals')) writeFileSync(join(root, file), text);
  }
  const folder = join(root, 'functions/providers', id);
  const [{ manifest }, code] = await Promise.all([
    import(join(folder, 'manifest.ts')),
    import(join(folder, 'normalize.ts')),
  ]);
  return defineProvider(manifest, code);
}

for (const walk of walks) {
  const { id, steps } = walk;
  const linesBefore = registered();
  const adapter = await writeProvider(walk);
  const linesAfter = registered();
  const fixtures = join(root, 'fixtures', id);
  const written = readFixtureFolder(fixtures).map((fixture) => writeGolden(adapter, fixture));

  describe(`docs/adding-a-provider.md: ${id}`, () => {
    it('is one folder, its fixtures and a line of the registry', () => {
      const own = [`functions/providers/${id}/`, `fixtures/${id}/`];
      const files = steps.flatMap(({ file }) => file ?? []);
      expect(files.filter((file) => !own.some((folder) => file.startsWith(folder)))).toEqual([]);
      const added = linesAfter.filter((line) => !linesBefore.includes(line));
      expect(added).toContain(`import { manifest as ${id} } from './${id}/manifest.ts';`);
      expect(added.filter((line) => !line.includes(id))).toEqual([]);
    });

    it('gives the events that the page shows', () => {
      expect(written.map(({ outcome }) => outcome)).toEqual(written.map(() => 'new'));
      const shown = steps.filter(({ kind }) => kind === 'json-equals');
      for (const { file = '', text } of shown)
        expect(JSON.parse(readFileSync(join(root, file), 'utf8'))).toEqual(JSON.parse(text));
    });
  });

  describeProvider(adapter, fixtures);
}
