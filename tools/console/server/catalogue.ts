import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { type ConversationList, createConversationList } from './conversation-list.ts';
import { createFileList, type FileList } from './file-list.ts';
import { createThingList, type ThingList } from './thing-list.ts';

/**
 * What the table has no index of: a summary of each conversation, template, account and phone number, and the
 * messages with files. It is made of the events that have arrived, and of the whole table once that was read.
 * Each list is bounded.
 */
export interface Catalogue {
  readonly conversations: ConversationList;
  readonly things: ThingList;
  readonly files: FileList;
  add(event: TributaryEvent): void;
  /** The partition of an event record that was read, by its `metadata.id`. */
  partitionOf(eventId: string): string | undefined;
  /** Notes where the record of an event is. */
  locate(eventId: string, pk: string): void;
}

/** The oldest make room. */
const maxLocations = 100_000;

export function createCatalogue(): Catalogue {
  const conversations = createConversationList();
  const things = createThingList();
  const files = createFileList();
  const locations = new Map<string, string>();
  return {
    conversations,
    things,
    files,
    add(event) {
      conversations.add(event);
      things.add(event);
      files.add(event);
    },
    partitionOf: (eventId) => locations.get(eventId),
    locate(eventId, pk) {
      locations.set(eventId, pk);
      const [oldest] = locations.keys();
      if (locations.size > maxLocations && oldest !== undefined) locations.delete(oldest);
    },
  };
}
