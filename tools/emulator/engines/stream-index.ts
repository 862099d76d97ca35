import { DatabaseSync } from 'node:sqlite';

/**
 * Adds an index to the stream records of dynoxide. dynoxide 1.2 has none, but looks for the highest
 * sequence number at every write and for the next records at every `GetRecords`. Both read the whole
 * stream, so that 100,000 writes would read 10 billion rows. SQLite uses an index of another process
 * from the next statement on.
 *
 * The index only saves time. When the file lacks the table, or the table has other columns, this does
 * nothing.
 *
 * @param databaseFile the SQLite file of a dynoxide that listens and has no callers yet
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
