import { DatabaseSync } from 'node:sqlite';

/**
 * Gives the records of dynoxide's streams an index. dynoxide 1.2 has none, but looks for the highest
 * sequence number at every write and for the next records at every `GetRecords`: both read the
 * whole stream, so 100,000 writes would cost ten thousand million rows. SQLite takes an index that
 * another process has made, at the next statement.
 *
 * The index is never needed. Where the file has no such table, or the table other columns, nothing
 * is done.
 *
 * @param databaseFile the SQLite file of a dynoxide that listens and is not yet in use.
 */
export function indexStreamRecords(databaseFile: string): void {
  const database = new DatabaseSync(databaseFile);
  try {
    const columns = database
      .prepare("SELECT name FROM pragma_table_info('_stream_records')")
      .all()
      .map(({ name }) => name);
    if (!columns.includes('table_name') || !columns.includes('sequence_number')) return;
    database.exec(
      `PRAGMA busy_timeout = 5000;
       CREATE INDEX IF NOT EXISTS _stream_order
       ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`,
    );
  } finally {
    database.close();
  }
}
