import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { projectDirectory } from '../../tools/project-directory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The packed package: its path, and the paths of the files in it. */
    packedPackage: { readonly tarball: string; readonly files: readonly string[] };
  }
}

const run = promisify(execFile);

/** Builds and packs the package once before the slow tests, into a folder of its own. */
export default async function packOnce(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-package-'));
  const built = join(folder, 'package');
  await run('npm', ['run', 'build', '--', built], { cwd: projectDirectory });
  const { stdout } = await run('npm', ['pack', built, '--json'], { cwd: folder });
  const [{ filename, files }]: [{ filename: string; files: { path: string }[] }] =
    JSON.parse(stdout);
  project.provide('packedPackage', {
    tarball: join(folder, filename),
    files: files.map(({ path }) => path),
  });
  return () => rm(folder, { recursive: true });
}
