import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { startDynoxide } from '../../../tools/emulator/engines/dynoxide.ts';
import { indexStreamRecords } from '../../../tools/emulator/engines/stream-index.ts';
import { temporaryDirectory } from './temporary-directory.ts';

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  return database;
}

/** The statements of dynoxide 1.2 that read every record (found in its binary, 2026-11-21). */
it.each([
  [
    'the next sequence number',
    `SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1
     FROM _stream_records WHERE table_name = ?1`,
  ],
  [
    'the records after a sequence number',
    `SELECT new_image FROM _stream_records
     WHERE table_name = ?1 AND shard_id = ?2 AND CAST(sequence_number AS INTEGER) > ?3
     ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT ?4`,
  ],
])('dynoxide finds %s by an index', async (_, statement) => {
  const file = temporaryDirectory()('tables.db');
  const engine = await startDynoxide(file);
  onTestFinished(() => engine.stop());

  const plan = open(file).prepare(`EXPLAIN QUERY PLAN ${statement}`).all();

  expect(plan.map(({ detail }) => detail).join()).toMatch(
    /^SEARCH _stream_records USING (COVERING )?INDEX _stream_order[^,]*$/,
  );
});

it.each(['CREATE TABLE other (id)', 'CREATE TABLE _stream_records (table_name, position)'])(
  'a database of another kind stays as it is: %s',
  (schema) => {
    const file = temporaryDirectory()('tables.db');
    const database = open(file);
    database.exec(schema);

    indexStreamRecords(file);

    expect(database.prepare("SELECT name FROM sqlite_schema WHERE type = 'index'").all()).toEqual(
      [],
    );
  },
);
