import type { TributaryEvent } from '../../shared/contract/index.ts';
import { createMemoryQueries } from '../../shared/reader/memory-queries.ts';
import { createTableReader, type TableReader } from '../../shared/reader/table-reader.ts';
import { checkLinkSeconds, type MediaObject } from '../../shared/runtime/media-link.ts';
import { parseEvent } from '../events/parse-event.ts';
import { toMemoryItems } from './memory-table.ts';

/** A reader of events in memory, with all that a reader of a gateway's table has. */
export interface MemoryReader extends TableReader {
  /** A link that leads nowhere: `https://<bucket>.s3.example/<key>?X-Amz-Expires=<seconds>`. */
  mediaUrl(object: MediaObject, expiresInSeconds?: number): Promise<string>;
}

export interface MemoryReaderSettings {
  /**
   * The clock, for `conversations` without a day, which looks at the days before it.
   *
   * @default the time of the newest event, so that a test finds the same on every day
   */
  readonly now?: () => Date;
}

/**
 * A reader for tests: it finds in these events what the reader of a gateway's table would find after they
 * were published, with the same code. It can be passed wherever a `Reader` is wanted.
 *
 * ```ts
 * const sent = sample('message.sent');
 * const reader = createMemoryReader([sent, sample('message.status.updated')]);
 * (await reader.message('incs', sent.detail.data.message.id))?.status; // 'delivered'
 * ```
 *
 * It lists conversations, as a gateway with `conversationList` does. Of two events with one identity, such as
 * two texts of one message, the first counts. What a gateway stores and does not publish, it does not have:
 * alternates, conflicts and raw JSON.
 *
 * @param events in the order in which they were published: samples, or what `tail` and `listen` print
 * @throws {TypeError} for an event that is not valid by the contract
 */
export function createMemoryReader(
  events: readonly TributaryEvent[],
  settings: MemoryReaderSettings = {},
): MemoryReader {
  const published = events.map(toPublished);
  const { now = () => timeOfNewest(published) } = settings;
  const queries = createMemoryQueries(toMemoryItems(published));
  return {
    ...createTableReader(queries, now),
    async mediaUrl({ bucket, key }, expiresInSeconds = 900) {
      checkLinkSeconds(expiresInSeconds);
      const path = key.split('/').map(encodeURIComponent).join('/');
      return `https://${bucket}.s3.example/${path}?X-Amz-Expires=${expiresInSeconds}`;
    },
  };
}

/** Of no events, any time. */
function timeOfNewest(events: readonly TributaryEvent[]): Date {
  const times = events.map(({ detail }) => detail.metadata.occurredAt).sort();
  return new Date(times.at(-1) ?? 0);
}

/** An event as a gateway published it, without what EventBridge adds. */
function toPublished(value: TributaryEvent, index: number): TributaryEvent {
  const parsed = parseEvent(value);
  switch (parsed.outcome) {
    case 'event':
      return structuredClone(parsed.event);
    case 'unknown_type':
      throw new TypeError(`events[${index}] has an unknown type: ${parsed.detailType ?? 'none'}`);
    case 'invalid':
      throw new TypeError(`events[${index}] is invalid: ${parsed.problem}`);
    default:
      return parsed satisfies never;
  }
}
