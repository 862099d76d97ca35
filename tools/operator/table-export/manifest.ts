import { z } from 'zod';
import { OperatorError } from '../operator-error.ts';
import type { ExportFolder } from './export-folder.ts';

/** A file with items, as the manifest describes it. */
export interface DataFile {
  /** In the export's folder: `data/<name>.json.gz`. */
  readonly path: string;
  readonly itemCount: number;
  /** MD5 of the compressed bytes, in base64. */
  readonly md5: string;
}

/** The manifest of an export. */
export interface Manifest {
  readonly tableName: string;
  /** The instant of the export; ISO 8601 in UTC. */
  readonly exportTime: string;
  readonly itemCount: number;
  readonly files: readonly DataFile[];
}

/** Manifests from before incremental exports have no type. */
const kind = z.object({
  exportType: z.string().default('FULL_EXPORT'),
  outputFormat: z.string(),
});

const summary = z.object({
  tableArn: z.string(),
  exportTime: z.iso.datetime(),
  itemCount: z.int(),
});

const fileLine = z.object({
  dataFileS3Key: z.string(),
  itemCount: z.int(),
  md5Checksum: z.string(),
});

/**
 * Reads the manifests of a full export in DynamoDB JSON. The format is that of "DynamoDB table export
 * output format" in the DynamoDB Developer Guide, read 2026-11-21.
 *
 * Looks for files in this folder and ignores the bucket and prefix in the manifest, so that a copy works
 * like the original.
 *
 * @throws {OperatorError} when the export is missing, incomplete or of another kind, or its manifests
 *   contradict each other
 */
export async function readManifest(folder: ExportFolder): Promise<Manifest> {
  const json: unknown = JSON.parse(await readText(folder, 'manifest-summary.json'));
  refuseOtherKinds(folder, kind.parse(json));
  const { tableArn, exportTime, itemCount } = summary.parse(json);
  const lines = (await readText(folder, 'manifest-files.json')).split('\n');
  const files = lines
    .filter((line) => line !== '')
    .map((line) => toDataFile(fileLine.parse(JSON.parse(line))));
  const inFiles = files.reduce((sum, file) => sum + file.itemCount, 0);
  if (inFiles !== itemCount) {
    throw new OperatorError(
      `the manifests of ${folder.name} contradict each other: ${itemCount} items, ${inFiles} in files`,
    );
  }
  return { tableName: tableArn.split('/')[1] ?? '', exportTime, itemCount, files };
}

function refuseOtherKinds(
  { name }: ExportFolder,
  { exportType, outputFormat }: z.infer<typeof kind>,
): void {
  if (exportType !== 'FULL_EXPORT') {
    throw new OperatorError(`${name} is an incremental export (${exportType}): make a full export`);
  }
  if (outputFormat !== 'DYNAMODB_JSON') {
    throw new OperatorError(`${name} has the format ${outputFormat}: export with DYNAMODB_JSON`);
  }
}

async function readText(folder: ExportFolder, path: string): Promise<string> {
  const bytes = await folder.read(path);
  if (bytes !== undefined) return new TextDecoder().decode(bytes);
  throw new OperatorError(
    `${folder.name} has no ${path}: the export is not finished, or this is another folder`,
  );
}

function toDataFile({ dataFileS3Key, itemCount, md5Checksum }: z.infer<typeof fileLine>): DataFile {
  return {
    path: `data/${dataFileS3Key.slice(dataFileS3Key.lastIndexOf('/') + 1)}`,
    itemCount,
    md5: md5Checksum,
  };
}
