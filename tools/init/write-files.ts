import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Texts by their paths in a folder. */
export type Files = Readonly<Record<string, string>>;

/** Reads the files of a folder, also of the folders in it. */
export async function readFiles(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file) => [file, await readFile(path.join(folder, file), 'utf8')] as const),
    ),
  );
}

/** What has become of each file. */
export interface WrittenFiles {
  readonly written: readonly string[];
  /** Those that exist already. */
  readonly kept: readonly string[];
}

/** Writes files into a folder. Never overwrites one. */
export async function writeNewFiles(folder: string, files: Files): Promise<WrittenFiles> {
  const paths = Object.keys(files);
  const kept = paths.filter((file) => existsSync(path.join(folder, file)));
  const written = paths.filter((file) => !kept.includes(file));
  for (const file of written) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, files[file] ?? '');
  }
  return { written, kept };
}

/** A line for each file. */
export function describeFiles({ written, kept }: WrittenFiles): readonly string[] {
  return [
    ...written.map((file) => `wrote   ${file}`),
    ...kept.map((file) => `kept    ${file}, which exists already`),
  ];
}
