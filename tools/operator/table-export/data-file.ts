import { createHash } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { OperatorError } from '../operator-error.ts';
import type { ExportFolder } from './export-folder.ts';
import type { DataFile } from './manifest.ts';

/** An item as the SDK returns it. */
export type ExportedItem = Readonly<Record<string, AttributeValue | undefined>>;

/** The gateway stores no attributes of other types. */
const attribute = z.union([
  z.object({ S: z.string() }),
  z.object({ N: z.string() }),
  z.object({ B: z.base64().transform((text) => Buffer.from(text, 'base64')) }),
  z.unknown().transform(() => undefined),
]);

const line = z.object({ Item: z.record(z.string(), attribute) });

/** Decompressed bytes in a page: a few hundred event records. */
const pageBytes = 256 * 1024;

/**
 * Reads the items of one file, a page at a time. Verifies the checksum before the first page, so that no
 * command acts on damaged data.
 *
 * @throws {OperatorError} when the file is missing or damaged, or its number of items differs
 */
export async function* readDataFile(
  folder: ExportFolder,
  file: DataFile,
): AsyncGenerator<readonly ExportedItem[]> {
  const name = `${folder.name}/${file.path}`;
  const bytes = await folder.read(file.path);
  if (bytes === undefined) throw new OperatorError(`${name} is in the manifest and does not exist`);
  if (createHash('md5').update(bytes).digest('base64') !== file.md5) {
    throw new OperatorError(`${name} is damaged: its MD5 differs from the manifest`);
  }
  let itemCount = 0;
  for await (const lines of readLines(bytes, name)) {
    itemCount += lines.length;
    yield lines.map((text) => readItem(text, name));
  }
  if (itemCount !== file.itemCount) {
    throw new OperatorError(`${name} has ${itemCount} items; the manifest says ${file.itemCount}`);
  }
}

/** Does not use `node:readline`, which also ends lines at U+2028, a character that JSON strings may hold. */
async function* readLines(bytes: Uint8Array, name: string): AsyncGenerator<readonly string[]> {
  // An empty partition of the table is an empty file.
  if (bytes.length === 0) return;
  const decompressed = createGunzip({ chunkSize: pageBytes }).setEncoding('utf8');
  decompressed.end(bytes);
  let rest = '';
  try {
    for await (const text of decompressed) {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    throw new OperatorError(`${name} cannot be decompressed: ${String(error)}`, { cause: error });
  }
  if (rest !== '') yield [rest];
}

function readItem(text: string, name: string): ExportedItem {
  try {
    return line.parse(JSON.parse(text)).Item;
  } catch (error) {
    // The message quotes neither the line nor the parser: both contain personal data.
    throw new OperatorError(`${name} has a line that is not an item in DynamoDB JSON`, {
      cause: error,
    });
  }
}
