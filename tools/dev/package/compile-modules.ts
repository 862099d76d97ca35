import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Below the package: the compiled modules, in the folders of the repository. */
export const modulesFolder = 'esm';

/**
 * Compiles what the entries of the package import, with declarations.
 *
 * @param folder of the package
 */
export function compileModules(root: string, folder: string, version: string): void {
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
      ...['-p', 'tools/dev/package', '--outDir', join(folder, modulesFolder)],
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const modules = join(folder, modulesFolder);
  // The manifest of the repository: beside the modules it would be the one that Node reads.
  rmSync(join(modules, 'package.json'));
  writeFileSync(
    join(modules, 'shared', 'version.js'),
    `export const version = ${JSON.stringify(version)};\n`,
  );
  for (const file of readdirSync(modules, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue;
    const path = join(modules, file);
    // The compiler writes declarations with the endings of the sources.
    const text = readFileSync(path, 'utf8').replace(
      /((?:\bfrom |\bimport\(|\bimport )(['"])\.[^'"]*)\.ts\2/g,
      '$1.js$2',
    );
    writeFileSync(path, text);
  }
}
