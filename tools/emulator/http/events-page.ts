import type { ServerResponse } from 'node:http';
import type { EventLog } from '../event-bridge/event-log.ts';

/** The longest wait for an event; clients send the request again. */
const maxWaitMs = 60_000;
const maxLines = 1000;

/**
 * Serves the event log as JSON lines. `?since=<sequence>` returns the events after that sequence, at
 * most `limit` (1,000). `&wait=<ms>` waits for the first event when there is none yet. The header
 * `tributary-last-sequence` holds the newest sequence.
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
