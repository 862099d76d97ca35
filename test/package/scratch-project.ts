import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { projectDirectory as root } from '../../tools/project-directory.ts';

const run = promisify(execFile);

/** Creates a project of another team, outside the repository, with the packed package installed. */
export async function createScratchProject() {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-subscriber-'));
  const inFolder = { cwd: folder };
  const { tarball, files } = inject('packedPackage');
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      type: 'module',
      private: true,
      dependencies: { 'tributary-gateway': `file:${tarball}` },
    }),
  );
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], inFolder);
  return {
    folder,
    /** Path of the packed package. */
    tarball,
    /** Paths of the files in the package. */
    packed: files,
    async write(file: string, text: string): Promise<void> {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    },
    /** Links a package of the repository into the project, as if the project had installed it. */
    async link(name: string): Promise<void> {
      const path = join(folder, 'node_modules', name);
      await mkdir(dirname(path), { recursive: true });
      await symlink(join(root, 'node_modules', name), path);
    },
    /** Runs a program in the project and returns its output. */
    async node(...args: readonly string[]): Promise<string> {
      return (await run(process.execPath, [...args], inFolder)).stdout;
    },
    /** Runs a program of the package in the project and returns its output. */
    async bin(name: string, ...args: readonly string[]): Promise<string> {
      const program = join(folder, 'node_modules/.bin', name);
      return (await run(process.execPath, [program, ...args], inFolder)).stdout;
    },
    /** The errors of the compiler; empty when the project compiles. */
    async typeCheck(config: string): Promise<string> {
      const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      const checked = await run(process.execPath, [tsc, '-p', config], inFolder).catch(
        (error) => error,
      );
      return checked.stdout;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
