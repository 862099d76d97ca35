import { createMediaLocator } from '../../../functions/media-mirror/download/locate-media.ts';
import type { MirrorPorts } from '../../../functions/media-mirror/ports.ts';
import { createMemoryEventStore } from '../../support/memory-event-store.ts';
import { createMemoryMediaBucket } from '../../support/memory-media-bucket.ts';
import { createMemoryMediaHistory } from '../../support/memory-media-history.ts';
import { createTestFetcher } from './fetching.ts';
import type { MediaServer } from './media-server.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [field: string]: string | number | boolean | undefined;
}

/** The mirror's ports in memory, with the real fetcher for one local server. */
export function createMirrorPorts(server?: MediaServer) {
  const bucket = createMemoryMediaBucket('media');
  const store = createMemoryEventStore();
  const records = {
    /** Sort keys of the event records, in the order in which they were stored. */
    sortKeys: () => store.records().map(({ key }) => key.sk),
    events: () => store.records().map(({ event }) => event),
  };
  const history = createMemoryMediaHistory(store.records);
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
    userHashKey: 'the id of the stack',
    records: store,
    history,
    log: { info: logAt('info'), warn: logAt('warn'), error: logAt('error') },
    now,
  };
  return { ports, bucket, records, history, lines };
}

async function noApi(): Promise<never> {
  throw new Error('no provider has a media API in this test');
}
