import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectDirectory } from '../../tools/project-directory.ts';
import { run } from './programs.ts';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** The programs of a Python environment, or why there is none. */
export type PythonEnvironment =
  | { readonly program: (name: string) => string }
  | { readonly missing: string };

/**
 * Creates a Python environment of this repository with the packages of `requirements.txt`, if it is not
 * there yet. It changes no other environment, and is not in the repository.
 */
export async function createPythonEnvironment(): Promise<PythonEnvironment> {
  const folder = join(projectDirectory, 'node_modules', '.cache', 'check-aws');
  const installed = join(folder, 'requirements.txt');
  const program = (name: string) => join(folder, 'bin', name);
  const [wanted, found] = await Promise.all([requirements, installed].map(readText));
  if (found === wanted) return { program };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const created = await run('python3', ['-m', 'venv', folder]).catch(() => undefined);
  if (created?.code !== 0) return { missing: 'Python 3 with its module venv is not installed' };
  const args = ['install', '--quiet', '--disable-pip-version-check', '--requirement', requirements];
  const { code, stderr } = await run(program('pip'), args);
  const [reason] = stderr.trim().split('\n').reverse();
  if (code !== 0)
    return { missing: `pip cannot install ${wanted?.split('\n').join(' ')}(${reason})` };
  await copyFile(requirements, installed);
  return { program };
}

async function readText(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(() => undefined);
}
