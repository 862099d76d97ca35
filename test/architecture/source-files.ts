import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A TypeScript file of the repository. */
export interface SourceFile {
  /** From the root: `shared/json.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** What a file imports or re-exports. */
export interface Import {
  /** The path from the root for a file of the repository, the name for a package. */
  readonly to: string;
  /** Whether only types are imported, so that nothing is loaded at run time. */
  readonly isType: boolean;
  /** Whether it is loaded only when the line runs: `import('…')`. */
  readonly isDynamic: boolean;
}

/** The top-level folders that git does not ignore. */
export const folders: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => !/^(\.|node_modules$|dist$|cdk\.out$|coverage$)/.test(name));

/** Reads every TypeScript file below a top-level folder. */
export function readSourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'))
    .map((file) => {
      const path = join(folder, file);
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, imports: readImports(path, text) };
    });
}

const statement =
  /^(?:import|export)(?<type> type)?\b[^'";]*?from '(?<from>[^']+)'|^import '(?<bare>[^']+)'|\bimport\('(?<dynamic>[^']+)'\)/gms;

function readImports(path: string, text: string): readonly Import[] {
  return [...text.matchAll(statement)].map(({ groups = {} }) => {
    const specifier = groups.from ?? groups.bare ?? groups.dynamic ?? '';
    const to = specifier.startsWith('.')
      ? relative(root, join(root, dirname(path), specifier))
      : specifier;
    return { to, isType: groups.type !== undefined, isDynamic: groups.dynamic !== undefined };
  });
}

/**
 * Every file that an entry point loads at run time, itself included, and the packages that they load.
 *
 * @param how also what it may load later, or only what it loads at its start
 */
export function loadedBy(
  entry: string,
  files: readonly SourceFile[],
  how: 'ever' | 'statically' = 'ever',
): { readonly files: readonly string[]; readonly packages: readonly string[] } {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const loaded = new Set<string>([entry]);
  for (const path of loaded) {
    for (const { to, isType, isDynamic } of byPath.get(path)?.imports ?? []) {
      if (!isType && !(isDynamic && how === 'statically')) loaded.add(to);
    }
  }
  const isFile = (to: string) => byPath.has(to);
  return {
    files: [...loaded].filter(isFile),
    packages: [...loaded].filter((to) => !isFile(to)),
  };
}

const exportStatement =
  /^export (?:(?<all>\*)|(?<type>type )?\{(?<names>[^}]*)\})(?: from '(?<from>[^']+)')?;|^export (?:async )?(?<kind>const|function|class|interface|type) (?<name>\w+)/gm;

/**
 * The names that a module exports, in alphabetical order, those of types as `type <name>`.
 *
 * @throws {Error} for a form of `export` that is not known here
 */
export function exportedBy(path: string, files: readonly SourceFile[]): readonly string[] {
  const text = files.find((file) => file.path === path)?.text ?? '';
  const statements = [...text.matchAll(exportStatement)];
  if (statements.length === 0 || statements.length !== text.match(/^export\b/gm)?.length)
    throw new Error(`${path} has exports that cannot be read`);
  const names = statements.flatMap(({ groups = {} }) => {
    const { all, type, names: list = '', from = '', kind, name } = groups;
    if (all !== undefined) return exportedBy(join(dirname(path), from), files);
    if (name !== undefined)
      return [kind === 'interface' || kind === 'type' ? `type ${name}` : name];
    const listed = list.split(',').map((each) => each.trim().replace(/^(type )?.* as /, '$1'));
    return listed.filter((each) => each !== '').map((each) => `${type ?? ''}${each}`);
  });
  return names.sort();
}
