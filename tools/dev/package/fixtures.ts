import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The fixtures of the package, by their paths in the repository: the callbacks that `send` sends, and the files
 * that the emulator serves for them.
 */
export function listFixtures(root: string): readonly string[] {
  return readdirSync(join(root, 'fixtures'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.payload.json') || /^media[/\\]./.test(file))
    .map((file) => join('fixtures', file));
}
