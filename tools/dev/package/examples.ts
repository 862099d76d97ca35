import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What running an example leaves behind. */
const leftBehind = /(^|[/\\])(\.tributary|cdk\.out|node_modules|__pycache__)([/\\]|$)/;

/** The examples of the SDK for the package, text by path: an adopter copies them into an app. */
export function readExamples(root: string): ReadonlyMap<string, string> {
  const folder = join(root, 'sdk/examples');
  const files = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((file) => !leftBehind.test(file));
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      // They are one folder nearer to the documentation than in the repository.
      return [join('examples', file), text.replaceAll('](../../../docs', '](../../docs')];
    }),
  );
}
