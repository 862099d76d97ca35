import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ExportFolder } from '../../tools/operator/table-export/export-folder.ts';

type Item = Readonly<Record<string, AttributeValue>>;

/** The files of one export, by their path in its folder. */
export type ExportFiles = Map<string, Uint8Array>;

const exportId = '01234567890123-a1b2c3d4';

/**
 * The files that DynamoDB writes for a full export, with the items in two files and an empty
 * partition beside them. No local engine can export.
 */
export function toExportFiles(
  items: readonly Item[],
  { tableName, exportTime }: { readonly tableName: string; readonly exportTime: string },
): ExportFiles {
  const half = Math.ceil(items.length / 2);
  const parts = [items.slice(0, half), [], items.slice(half)];
  const data = parts.map((part, index) => {
    const lines = part.map((item) => `${JSON.stringify({ Item: toJson(item) })}\n`);
    const bytes = part.length === 0 ? Buffer.alloc(0) : gzipSync(lines.join(''));
    return { path: `data/part${index}.json.gz`, bytes, itemCount: part.length };
  });
  const folder = `AWSDynamoDB/${exportId}`;
  const files = data.map(({ path, bytes, itemCount }) =>
    JSON.stringify({
      itemCount,
      md5Checksum: createHash('md5').update(bytes).digest('base64'),
      etag: `${createHash('md5').update(bytes).digest('hex')}-1`,
      dataFileS3Key: `${folder}/${path}`,
    }),
  );
  const tableArn = `arn:aws:dynamodb:us-east-1:123456789012:table/${tableName}`;
  const summary = {
    version: '2023-08-01',
    exportArn: `${tableArn}/export/${exportId}`,
    startTime: exportTime,
    endTime: exportTime,
    tableArn,
    tableId: '12345a12-abcd-123a-ab12-1234abc12345',
    exportTime,
    s3Bucket: 'exports',
    s3Prefix: null,
    s3SseAlgorithm: 'AES256',
    s3SseKmsKeyId: null,
    manifestFilesS3Key: `${folder}/manifest-files.json`,
    billedSizeBytes: 0,
    itemCount: items.length,
    outputFormat: 'DYNAMODB_JSON',
    exportType: 'FULL_EXPORT',
  };
  return new Map<string, Uint8Array>([
    ...data.map(({ path, bytes }) => [path, bytes] as const),
    ['manifest-files.json', Buffer.from(`${files.join('\n')}\n`)],
    ['manifest-summary.json', Buffer.from(JSON.stringify(summary))],
  ]);
}

/** Binary values are base64 in DynamoDB JSON; everything else is as the SDK gives it. */
function toJson(item: Item): object {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') },
    ]),
  );
}

/** An export in memory. */
export function inMemory(files: ExportFiles): ExportFolder {
  return { name: 'memory', read: async (path) => files.get(path) };
}

/**
 * Exports a table as it is now into a bucket.
 *
 * @returns where it is, as `--from-export` takes it
 */
export async function exportTable(
  { dynamodb, s3 }: { readonly dynamodb: DynamoDBClient; readonly s3: S3Client },
  { tableName, bucket }: { readonly tableName: string; readonly bucket: string },
): Promise<string> {
  const exportTime = new Date().toISOString();
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: tableName }));
  const prefix = `exports/AWSDynamoDB/${exportTime}`;
  for (const [path, bytes] of toExportFiles(Items, { tableName, exportTime })) {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}/${path}`, Body: bytes }));
  }
  return `s3://${bucket}/${prefix}`;
}
