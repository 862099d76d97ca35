import { createMediaLocator } from '../../../functions/media-mirror/download/locate-media.ts';
import type { MirrorPorts } from '../../../functions/media-mirror/ports.ts';
import { createTestFetcher } from './fetching.ts';
import type { MediaServer } from './media-server.ts';
import { createMemoryBucket } from './memory-bucket.ts';
import { createMemoryRecords } from './memory-events.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [field: string]: string | number | boolean | undefined;
}

/** The mirror's ports in memory, with the real fetcher for one local server. */
export function createMirrorPorts(server?: MediaServer) {
  const bucket = createMemoryBucket('media');
  const records = createMemoryRecords();
  const lines: LogLine[] = [];
  const logAt =
    (level: LogLine['level']): MirrorPorts['log']['info'] =>
    (message, fields) =>
      void lines.push({ ...fields, level, message });
  const now = () => new Date('2026-11-21T08:00:00.000Z');
  const ports: MirrorPorts = {
    locateMedia: createMediaLocator({ sources: {}, fetchJson: noApi, now }),
    fetchMedia: createTestFetcher({ localOrigins: server ? [server.origin] : [] }),
    bucket,
    records,
    history: records,
    log: { info: logAt('info'), warn: logAt('warn'), error: logAt('error') },
    now,
  };
  return { ports, bucket, records, lines };
}

async function noApi(): Promise<never> {
  throw new Error('no provider has a media API in this test');
}
