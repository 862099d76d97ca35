import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Makes the messages visible again that were received before fauxqs ended: nobody at a laptop waits
 * for a visibility timeout of half an hour. A receiver that outlived fauxqs is done twice, as SQS
 * may do at any time.
 *
 * @param databaseFile the queues of fauxqs 2.4, which does not run; need not exist.
 */
export function releaseMessagesInFlight(databaseFile: string): void {
  if (!existsSync(databaseFile)) return;
  const database = new DatabaseSync(databaseFile);
  database.exec(
    'UPDATE sqs_messages SET visibility_deadline = 1 WHERE visibility_deadline IS NOT NULL',
  );
  database.close();
}

/**
 * Removes the descriptions of objects that a killed fauxqs had opened and not yet written. fauxqs 2.4
 * writes them in place and does not start with an empty one. Nobody was told that such an object is
 * stored.
 *
 * @param objectsDirectory the files of fauxqs, which does not run; need not exist.
 */
export function dropHalfWrittenObjects(objectsDirectory: string): void {
  if (!existsSync(objectsDirectory)) return;
  for (const name of readdirSync(objectsDirectory, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(objectsDirectory, name);
    if (name.endsWith('.json') && statSync(file).size === 0) rmSync(file);
  }
}
