import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  findNameProblem,
  type NewProvider,
  readProviderTemplate,
  toRepositoryImports,
} from '../../init/provider-template.ts';
import { writeNewFiles } from '../../init/write-files.ts';
import { toRegistry } from './registry.ts';

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
  const { id } = provider;
  const problem = findNameProblem(provider);
  if (problem !== undefined) return { refused: problem };
  const folder = 'functions/providers';
  const taken = [`${folder}/${id}`, `fixtures/${id}`].find((path) => existsSync(join(root, path)));
  if (taken !== undefined) return { refused: `${taken} exists already` };

  const registry = `${folder}/registry.ts`;
  const registered = toRegistry(await readFile(join(root, registry), 'utf8'), id);
  const files = await readProviderTemplate(provider, folder, toRepositoryImports);
  const { written } = await writeNewFiles(root, files);
  await writeFile(join(root, registry), registered);
  return { written, changed: registry };
}
