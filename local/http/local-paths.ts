import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { EventLog } from '../event-bridge/event-log.ts';
import { projectDirectory } from '../project.ts';

/** Everything under this path is the stand-in's own and does not exist on AWS. */
export const localPrefix = '/_local/';

const mediaDirectory = path.join(projectDirectory, 'fixtures/media');

const mediaTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.mp4': 'video/mp4',
  '.3gp': 'video/3gpp',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.amr': 'audio/amr',
  '.aac': 'audio/aac',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
};

/**
 * Serves a file of `fixtures/media`: what the media links of the fixtures point at once their
 * origin is replaced by the local one.
 *
 * @returns false when there is no such file.
 */
export async function serveMedia(name: string, answer: ServerResponse): Promise<boolean> {
  const file = path.join(mediaDirectory, path.basename(name));
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return false;
  answer.writeHead(200, {
    'content-type': mediaTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
    'content-length': found.size,
  });
  await pipeline(createReadStream(file), answer);
  return true;
}

/** A long wait at most: clients ask again. */
const maxWaitMs = 60_000;
const maxLines = 1000;

/**
 * Serves the bus as JSON lines: `?since=<sequence>` gives the events after that one, at most
 * `limit` (1000) of them; `&wait=<ms>` waits for the first when there is none yet. The header `tributary-last-sequence` is
 * the newest sequence there is.
 */
export async function serveEvents(
  query: URLSearchParams,
  log: EventLog,
  answer: ServerResponse,
): Promise<void> {
  const since = Number(query.get('since') ?? 0) || 0;
  const limit = Math.min(Number(query.get('limit') ?? maxLines), maxLines) || 0;
  const waitMs = Math.min(Number(query.get('wait') ?? 0) || 0, maxWaitMs);
  if (waitMs > 0) {
    const gone = new AbortController();
    answer.once('close', () => gone.abort());
    await log.waitAfter(since, AbortSignal.any([gone.signal, AbortSignal.timeout(waitMs)]));
  }
  const lines = log.linesAfter(since, limit).map((line) => `${line}\n`);
  answer.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'tributary-last-sequence': log.last,
  });
  answer.end(lines.join(''));
}
