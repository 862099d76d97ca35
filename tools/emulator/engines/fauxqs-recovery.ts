import { existsSync } from 'node:fs';
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
