import { createHash } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { OperatorError } from '../operator-error.ts';
import type { ExportFolder } from './export-folder.ts';
import type { DataFile } from './manifest.ts';

/** An item as the SDK gives it. */
export type ExportedItem = Readonly<Record<string, AttributeValue | undefined>>;

/** Attributes of other types are none of ours. */
const attribute = z.union([
  z.object({ S: z.string() }),
  z.object({ N: z.string() }),
  z.object({ B: z.base64().transform((text) => Buffer.from(text, 'base64')) }),
  z.unknown().transform(() => undefined),
]);

const line = z.object({ Item: z.record(z.string(), attribute) });

/** Unpacked bytes that are looked at together: some hundred event records. */
const pageBytes = 256 * 1024;

/**
 * Reads the items of one file, a page at a time. Its checksum is verified before the first page, so
 * that nobody acts on what was damaged on its way.
 *
 * @throws {OperatorError} when the file is missing, damaged, or has another number of items
 */
export async function* readDataFile(
  folder: ExportFolder,
  file: DataFile,
): AsyncGenerator<readonly ExportedItem[]> {
  const name = `${folder.name}/${file.path}`;
  const bytes = await folder.read(file.path);
  if (bytes === undefined) throw new OperatorError(`${name} is in the manifest and not there`);
  if (createHash('md5').update(bytes).digest('base64') !== file.md5) {
    throw new OperatorError(`${name} is damaged: its MD5 is not that of the manifest`);
  }
  let itemCount = 0;
  for await (const lines of readLines(bytes, name)) {
    itemCount += lines.length;
    yield lines.map((text) => readItem(text, name));
  }
  if (itemCount !== file.itemCount) {
    throw new OperatorError(`${name} has ${itemCount} items; its manifest says ${file.itemCount}`);
  }
}

/** `node:readline` is no choice: it ends lines at U+2028 too, which JSON strings may hold. */
async function* readLines(bytes: Uint8Array, name: string): AsyncGenerator<readonly string[]> {
  // An empty partition of the table is an empty file.
  if (bytes.length === 0) return;
  const unpacked = createGunzip({ chunkSize: pageBytes }).setEncoding('utf8');
  unpacked.end(bytes);
  let rest = '';
  try {
    for await (const text of unpacked) {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    throw new OperatorError(`${name} cannot be unpacked: ${String(error)}`, { cause: error });
  }
  if (rest !== '') yield [rest];
}

function readItem(text: string, name: string): ExportedItem {
  try {
    return line.parse(JSON.parse(text)).Item;
  } catch (error) {
    // Neither the line nor what the parser quotes of it: both are personal data.
    throw new OperatorError(`${name} has a line that is no item in DynamoDB JSON`, {
      cause: error,
    });
  }
}
