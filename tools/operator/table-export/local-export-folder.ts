import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFolder } from './export-folder.ts';

/** A copy of an export on disk: `aws s3 cp --recursive s3://… folder`. */
export function createLocalExportFolder(path: string): ExportFolder {
  return {
    name: path,
    async read(file) {
      try {
        return await readFile(join(path, file));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}
