import { execFileSync } from 'node:child_process';
import type { JsonSchema } from './find-breaks.ts';

/** Where a release has its schemas, one file for each event. */
const folder = 'docs/schemas';

/**
 * The tag of the last release that the current commit contains, as `v1.0.0`. It is undefined before
 * the first release, and in a copy of the sources that has no Git history.
 */
export function findLastRelease(repository: string): string | undefined {
  try {
    const newestFirst = ['--merged', 'HEAD', '--sort=-creatordate'];
    const [tag] = git(repository, 'tag', '--list', 'v[0-9]*', ...newestFirst).split('\n');
    return tag === '' ? undefined : tag;
  } catch {
    return undefined;
  }
}

/**
 * The schemas of a release by file name, read from its tag: a second copy in the tree could change
 * without anyone noticing, a tag cannot.
 *
 * @throws {Error} when the tag has no schemas
 */
export function readReleasedSchemas(
  repository: string,
  tag: string,
): ReadonlyMap<string, JsonSchema> {
  const files = git(repository, 'ls-tree', '--name-only', `${tag}:${folder}`)
    .split('\n')
    .filter((file) => file.endsWith('.json'));
  return new Map(
    files.map((file) => [file, JSON.parse(git(repository, 'show', `${tag}:${folder}/${file}`))]),
  );
}

function git(repository: string, ...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
