import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface TemporaryRepository {
  readonly root: string;
  remove(): Promise<void>;
}

/** A folder with functions of one handler each, and the packages of this repository. */
export async function createTemporaryRepository(
  handlers: Readonly<Record<string, string>>,
): Promise<TemporaryRepository> {
  const root = await mkdtemp(join(tmpdir(), 'repository-'));
  const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
  await symlink(packages, join(root, 'node_modules'));
  for (const [name, source] of Object.entries(handlers)) {
    await mkdir(join(root, 'functions', name), { recursive: true });
    await writeFile(join(root, 'functions', name, 'handler.ts'), source);
  }
  return { root, remove: () => rm(root, { recursive: true }) };
}
