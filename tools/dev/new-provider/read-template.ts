import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is known of a provider before anything is written. */
export interface NewProvider {
  readonly id: string;
  /** As the provider writes it. */
  readonly name: string;
  /** Day on which its documentation is read: `2026-11-21`. */
  readonly readOn: string;
}

/**
 * The files of a new provider, by path: those of the folder `template`, which is an adapter like all
 * others for a provider that does not exist. It recognizes one invented callback, which has no golden yet.
 *
 * @param folder the folder `template`
 */
export async function readTemplate(
  folder: string,
  provider: NewProvider,
): Promise<Readonly<Record<string, string>>> {
  const paths = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = paths
    .filter((path) => path.isFile())
    .map((file) => join(file.parentPath, file.name));
  return Object.fromEntries(
    await Promise.all(
      files.sort().map(async (file) => {
        const text = await readFile(file, 'utf8');
        return [toPath(file.slice(folder.length + 1), provider), toText(text, provider)] as const;
      }),
    ),
  );
}

function toPath(path: string, { id }: NewProvider): string {
  return path.startsWith('fixtures/')
    ? path.replace('fixtures/', `fixtures/${id}/`)
    : `functions/providers/${id}/${path}`;
}

/** The template is one folder further away from `shared` than a provider. */
function toText(text: string, { id, name, readOn }: NewProvider): string {
  return text
    .replaceAll("'../../../../shared/", "'../../../shared/")
    .replaceAll('new-provider', id)
    .replaceAll('New Provider', () => name)
    .replaceAll('2026-01-01', readOn);
}
