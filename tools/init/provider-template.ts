import { fileURLToPath } from 'node:url';
import type { Files } from './write-files.ts';
import { readFiles } from './write-files.ts';

/** What is known of a provider before anything is written. */
export interface NewProvider {
  readonly id: string;
  /** As the provider writes it. */
  readonly name: string;
  /** Day on which its documentation is read: `2026-11-21`. */
  readonly readOn: string;
}

const template = fileURLToPath(new URL('./templates/provider', import.meta.url));

/** Why no provider can be called so; `undefined` when one can. */
export function findNameProblem({ id, name }: NewProvider): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    return `"${id}" is not an id: use lower-case letters, digits and single hyphens`;
  }
  return /^[^'\\\n]+$/.test(name)
    ? undefined
    : 'a name cannot contain quotes, backslashes or line breaks';
}

/**
 * The files of a new provider: those of the template, which is an adapter like all others for a provider that
 * does not exist. It recognizes one invented callback, which has no golden yet.
 *
 * @param providersFolder where its folder is: `providers`, or `functions/providers` in this repository
 * @param toImports how it imports the seam, from the text of a module of the template
 */
export async function readProviderTemplate(
  provider: NewProvider,
  providersFolder: string,
  toImports: (text: string) => string,
): Promise<Files> {
  const { id, name, readOn } = provider;
  const toPath = (path: string) =>
    path.startsWith('fixtures/')
      ? path.replace('fixtures/', `fixtures/${id}/`)
      : `${providersFolder}/${id}/${path}`;
  const toText = (text: string) =>
    toImports(text)
      .replaceAll('new-provider', id)
      .replaceAll('New Provider', () => name)
      .replaceAll('2026-01-01', readOn);
  return Object.fromEntries(
    Object.entries(await readFiles(template)).map(([path, text]) => [toPath(path), toText(text)]),
  );
}

/** An import of the template from `shared/`: its kind, and its names. */
const seamImport = /^import (type )?\{([^}]*)\} from '\.\.\/\.\.\/\.\.\/\.\.\/shared\/[^']*';\n/gm;

/** In this repository a provider is one folder nearer to `shared`. */
export function toRepositoryImports(text: string): string {
  return text.replaceAll("'../../../../shared/", "'../../../shared/");
}

/** In an app everything of the seam has one address. */
export function toPackageImports(text: string): string {
  const found = [...text.matchAll(seamImport)];
  if (found.length === 0) return text;
  const names = found.flatMap(([, type = '', list = '']) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => `${type}${name}`),
  );
  const areTypes = names.every((name) => name.startsWith('type '));
  const list = names.sort(byName).join(', ');
  const imported = areTypes ? `type { ${list.replaceAll('type ', '')} }` : `{ ${list} }`;
  const line = `import ${imported} from 'tributary-gateway/provider';\n`;
  return line + text.replaceAll(seamImport, '');
}

function byName(one: string, other: string): number {
  return one.replace('type ', '') < other.replace('type ', '') ? -1 : 1;
}
