import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes the code that a template holds (`Code.ZipFile`), as Lambda does: into `index.js`.
 *
 * @returns its directory
 */
export function writeInlineCode(parent: string, functionName: string, code: string): string {
  const directory = path.join(parent, functionName);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'index.js'), code);
  writePackageBoundary(directory);
  return directory;
}

/**
 * Writes an empty `package.json` into a directory. On Lambda nothing is above the code of a function; here the
 * `package.json` of the app would decide whether its `index.js` is a CommonJS or an ES module.
 */
export function writePackageBoundary(directory: string): void {
  writeFileSync(path.join(directory, 'package.json'), '{}\n');
}
