import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'esbuild';
import { z } from 'zod';

/** What a build was made of and what it made: its settings, and the SHA-256 of each file by its path. */
const built = z.object({
  settings: z.string(),
  files: z.record(z.string(), z.string().nullable()),
});

/**
 * Whether a build would make what is there already.
 *
 * @param text what {@link describeBuild} returned for the last one; `undefined` when there was none
 * @param settings what the build depends on that is in no file
 */
export function isBuilt(text: string | undefined, settings: unknown): boolean {
  const last = text === undefined ? undefined : read(text);
  return (
    last !== undefined &&
    last.settings === toText(settings) &&
    Object.entries(last.files).every(([file, sha256]) => toHash(file) === sha256)
  );
}

function read(text: string): z.infer<typeof built> | undefined {
  try {
    return built.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * What {@link isBuilt} compares: not the times of files, which a checkout or a package manager sets as it
 * likes, but their contents. A module names its imports with their extensions, so that only a changed
 * module can import another file; where a package is found follows from what is installed.
 *
 * @param root the folder of the repository
 * @param inputs the modules of the build
 * @param outputs the files that it wrote
 * @param startedAtMs when it began to read the inputs, by the clock of the file system
 * @returns `undefined` when an input was written since then: the build may have read what was there before
 */
export function describeBuild(
  root: string,
  settings: unknown,
  inputs: readonly string[],
  outputs: readonly string[],
  startedAtMs: number,
): string | undefined {
  const all = [...inputs, ...filesOfBundling(), ...filesOfRoot.map((name) => join(root, name))];
  if (all.some((file) => isChangedSince(file, startedAtMs))) return undefined;
  const files = Object.fromEntries([...all, ...outputs].map((file) => [file, toHash(file)]));
  return JSON.stringify({ settings: toText(settings), files } satisfies z.infer<typeof built>);
}

/** The packages that are installed, and what esbuild reads besides the modules. */
const filesOfRoot = ['node_modules/.package-lock.json', 'package.json', 'tsconfig.json'];

function filesOfBundling(): readonly string[] {
  return readdirSync(import.meta.dirname).map((name) => join(import.meta.dirname, name));
}

function toText(settings: unknown): string {
  return JSON.stringify({ esbuild: version, settings });
}

function isChangedSince(file: string, timeMs: number): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && stats.ctimeMs >= timeMs;
}

/** @returns `null` when there is no such file */
function toHash(file: string): string | null {
  try {
    return hash('sha256', readFileSync(file));
  } catch {
    return null;
  }
}
