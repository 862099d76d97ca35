import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import type { TableItem } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import { createOutput } from '../../../tools/operator/output.ts';
import { openExportedTable } from '../../../tools/operator/record-source/exported-table.ts';
import { createLocalExportFolder } from '../../../tools/operator/table-export/local-export-folder.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { type ExportFiles, inMemory, toExportFiles } from '../../support/table-export.ts';

const exportTime = '2026-01-02T03:04:05.000Z';

/** JSON may contain an unescaped U+2028, which ends a line for some readers. */
const records = ['wamid.A', 'wamid.B', 'wamid.C'].map((id) => ({
  ...toEventRecord(textMessage({ id, text: 'one\u2028two' }), receipt),
  raw: `{"id":"${id}"}`,
}));

function exported(): ExportFiles {
  const items = records.map((record) => ({ ...toEventItem(record, { publish: true }) }));
  const listOfNobody = { pk: { S: 'audit#erasure' }, sk: { S: 'x' }, notes: { L: [] } };
  return toExportFiles([...items, listOfNobody], { tableName: 'events', exportTime });
}

function open(files: ExportFiles, tableName = 'events') {
  const output = createOutput({ out: () => {}, error: () => {} }, false);
  return openExportedTable(inMemory(files), tableName, { output, now: () => new Date(0) });
}

async function read(files: ExportFiles): Promise<readonly TableItem[]> {
  const found: TableItem[] = [];
  await (await open(files)).read(async (page) => {
    found.push(...page);
  });
  return found;
}

/** The files with one changed or missing. */
function changed(path: string, change: (text: string) => string | undefined): ExportFiles {
  const files = exported();
  const content = change(Buffer.from(files.get(path) ?? []).toString());
  if (content === undefined) files.delete(path);
  else files.set(path, Buffer.from(content));
  return files;
}

/** The files with a data file that matches its manifest. */
function withData(bytes: Buffer): ExportFiles {
  const md5 = createHash('md5').update(bytes).digest('base64');
  const files = changed('manifest-files.json', (lines) =>
    lines.replace(/(?<="md5Checksum":")[^"]+/, md5),
  );
  return files.set('data/part0.json.gz', bytes);
}

describe('a point-in-time export', () => {
  it('has the event records of the table, with their events and their raw JSON', async () => {
    const found = await read(exported());
    expect(found).toHaveLength(4);
    for (const { key, event, raw } of records) {
      const record = found.find(({ key: { pk } }) => pk === key.pk);
      expect(record).toMatchObject({ key, event, isPublished: true, isInQuarantine: false });
      expect(record?.raw()).toBe(raw);
    }
  });

  it('prints its instant, and can be read from a copy', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'export-'));
    await mkdir(join(folder, 'data'));
    for (const [path, bytes] of exported()) await writeFile(join(folder, path), bytes);
    const progress: string[] = [];
    const error = (line: string) => void progress.push(line);
    const output = createOutput({ out: () => {}, error }, false);
    const context = { output, now: () => new Date(0) };
    const copy = await openExportedTable(createLocalExportFolder(folder), 'events', context);
    let count = 0;
    await copy.read(async (page) => {
      count += page.length;
    });
    await rm(folder, { recursive: true });
    expect(copy.asOf).toBe(exportTime);
    expect(count).toBe(4);
    expect(progress.join()).toContain(`reading an export of ${exportTime} with 4 items in 3 files`);
  });

  it('of another table is refused', async () => {
    await expect(open(exported(), 'orders')).rejects.toThrow('of the table events');
  });

  it.each([
    ['is not finished', 'manifest-summary.json', () => undefined, 'not finished'],
    [
      'holds changes only',
      'manifest-summary.json',
      () => '{"exportType":"INCREMENTAL_EXPORT","outputFormat":"DYNAMODB_JSON"}',
      'full export',
    ],
    [
      'is in Ion',
      'manifest-summary.json',
      (text: string) => text.replace('DYNAMODB_JSON', 'ION'),
      'export with DYNAMODB_JSON',
    ],
    [
      'lacks a file in its manifest',
      'manifest-files.json',
      (lines: string) => lines.slice(lines.indexOf('\n') + 1),
      'contradict each other',
    ],
  ])('that %s is refused', async (_, path, change, reason) => {
    await expect(open(changed(path, change))).rejects.toThrow(reason);
  });

  it.each([
    ['missing', changed('data/part0.json.gz', () => undefined), 'does not exist'],
    ['damaged', changed('data/part0.json.gz', (text) => `${text} `), 'its MD5'],
    ['not compressed', withData(Buffer.from('{"Item":{}}\n')), 'cannot be decompressed'],
    ['cut off', withData(gzipSync('{"Item":{}}\n').subarray(0, 20)), 'cannot be decompressed'],
    [
      'short of items',
      withData(gzipSync('{"Item":{"pk":{"S":"a"},"sk":{"S":"b"}}}\n')),
      'has 1 items',
    ],
    ['of other items', withData(gzipSync('{"Item":{}}\n')), 'not of an events table'],
    ['not DynamoDB JSON', withData(gzipSync('{"Keys":{}}\n')), 'not an item in DynamoDB JSON'],
  ])('with a file that is %s is an error', async (_, files, reason) => {
    await expect(read(files)).rejects.toThrow(reason);
  });

  it('is not read further once handling a page fails', async () => {
    let pages = 0;
    const source = await open(exported());
    const reading = source.read(async () => {
      pages += 1;
      throw new Error('the table says no');
    });
    await expect(reading).rejects.toThrow('the table says no');
    expect(pages).toBe(1);
  });
});
