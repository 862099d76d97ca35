import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { projectDirectory } from '../../project-directory.ts';

const fixturesDirectory = path.join(projectDirectory, 'fixtures');
const mediaDirectory = path.join(fixturesDirectory, 'media');

const mediaTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.mp4': 'video/mp4',
  '.ogg': 'audio/ogg',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** A file of `fixtures/media`. */
export interface MediaFile {
  readonly name: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  /** Base64, as the Cloud API has it. */
  readonly sha256: string;
}

/**
 * Serves a file of `fixtures/media`. The media links of the fixtures lead here once their origin is
 * replaced by the emulator's. A file that does not exist is 410: after a 404 the mirror would wait for
 * it for 15 minutes.
 */
export async function serveMediaFile(name: string, response: ServerResponse): Promise<void> {
  const file = path.join(mediaDirectory, path.basename(name));
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    response.writeHead(410, { 'content-type': 'text/plain' });
    response.end('fixtures/media has no such file');
    return;
  }
  response.writeHead(200, { 'content-type': typeOf(name), 'content-length': found.size });
  await pipeline(createReadStream(file), response);
}

/**
 * Finds the file that a fixture means by a provider's media id, by the hash beside the id in the
 * fixture.
 */
export async function findMediaFile(providerMediaId: string): Promise<MediaFile | undefined> {
  const files = await readMediaFiles();
  for (const payload of await readPayloads()) {
    const hash = hashBeside(providerMediaId, payload);
    const file = files.find(({ sha256 }) => sha256 === hash);
    if (file) return file;
  }
  return undefined;
}

async function readMediaFiles(): Promise<readonly MediaFile[]> {
  const names = await readdir(mediaDirectory);
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(path.join(mediaDirectory, name));
      const sha256 = createHash('sha256').update(bytes).digest('base64');
      return { name, mimeType: typeOf(name), sizeBytes: bytes.length, sha256 };
    }),
  );
}

async function readPayloads(): Promise<readonly unknown[]> {
  const files = await readdir(fixturesDirectory, { recursive: true });
  const payloads = files.filter(
    (file) => file.endsWith('.payload.json') && !file.includes('invalid.'),
  );
  return Promise.all(
    payloads.map(async (file) =>
      JSON.parse(await readFile(path.join(fixturesDirectory, file), 'utf8')),
    ),
  );
}

/** The `sha256` of the object with this `id`, at any depth of the payload. */
function hashBeside(id: string, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('id' in value && value.id === id && 'sha256' in value) return String(value.sha256);
  for (const inner of Object.values(value)) {
    const found = hashBeside(id, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function typeOf(name: string): string {
  return mediaTypes[path.extname(name).toLowerCase()] ?? 'application/octet-stream';
}
