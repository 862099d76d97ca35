import type { ServerResponse } from 'node:http';
import type { EventLog } from '../event-bridge/event-log.ts';

/** A long wait at most: clients ask again. */
const maxWaitMs = 60_000;
const maxLines = 1000;

/**
 * Serves the bus as JSON lines: `?since=<sequence>` gives the events after that one, at most
 * `limit` (1000) of them; `&wait=<ms>` waits for the first when there is none yet. The header
 * `tributary-last-sequence` is the newest sequence there is.
 */
export async function serveEvents(
  query: URLSearchParams,
  log: EventLog,
  response: ServerResponse,
): Promise<void> {
  const since = Number(query.get('since') ?? 0) || 0;
  const limit = Math.min(Number(query.get('limit') ?? maxLines), maxLines) || 0;
  const waitMs = Math.min(Number(query.get('wait') ?? 0) || 0, maxWaitMs);
  if (waitMs > 0) {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await log.waitAfter(since, AbortSignal.any([gone.signal, AbortSignal.timeout(waitMs)]));
  }
  const lines = log.linesAfter(since, limit).map((line) => `${line}\n`);
  response.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'tributary-last-sequence': log.last,
  });
  response.end(lines.join(''));
}
