import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toRegistry } from './registry.ts';
import { type NewProvider, toFiles } from './templates.ts';

/** The paths that were written, or why nothing was. */
export type Scaffolded = { readonly paths: readonly string[] } | { readonly refused: string };

/**
 * Writes the folder of a provider, its first fixture and its line in the registry. Nothing that is
 * there already is overwritten.
 *
 * @param root the folder of the repository
 */
export async function scaffoldProvider(root: string, provider: NewProvider): Promise<Scaffolded> {
  const { id, name } = provider;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    return { refused: `"${id}" is no id: lower-case letters, digits and single hyphens` };
  }
  if (!/^[^'\\\n]+$/.test(name)) return { refused: 'a name has no quotes and no line ends' };
  const taken = [`functions/providers/${id}`, `fixtures/${id}`].find((path) =>
    existsSync(join(root, path)),
  );
  if (taken !== undefined) return { refused: `${taken} is there already` };

  const registry = 'functions/providers/registry.ts';
  const files: Readonly<Record<string, string>> = {
    ...toFiles(provider),
    [registry]: toRegistry(await readFile(join(root, registry), 'utf8'), id),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return { paths: Object.keys(files) };
}
