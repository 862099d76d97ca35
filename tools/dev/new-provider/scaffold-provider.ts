import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NewProvider, readTemplate } from './read-template.ts';
import { toRegistry } from './registry.ts';

const template = fileURLToPath(new URL('template', import.meta.url));

/** The paths of the new files and of the changed one, or why nothing was written. */
export type Scaffolded =
  | { readonly written: readonly string[]; readonly changed: string }
  | { readonly refused: string };

/**
 * Writes the folder of a provider, a first fixture and a line in the registry. Does not overwrite an
 * existing provider.
 *
 * @param root the folder of the repository
 */
export async function scaffoldProvider(root: string, provider: NewProvider): Promise<Scaffolded> {
  const { id, name } = provider;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    return { refused: `"${id}" is not an id: use lower-case letters, digits and single hyphens` };
  }
  if (!/^[^'\\\n]+$/.test(name))
    return { refused: 'a name cannot contain quotes, backslashes or line breaks' };
  const taken = [`functions/providers/${id}`, `fixtures/${id}`].find((path) =>
    existsSync(join(root, path)),
  );
  if (taken !== undefined) return { refused: `${taken} exists already` };

  const registry = 'functions/providers/registry.ts';
  const files = await readTemplate(template, provider);
  const registered = toRegistry(await readFile(join(root, registry), 'utf8'), id);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await writeFile(join(root, registry), registered);
  return { written: Object.keys(files), changed: registry };
}
