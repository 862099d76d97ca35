import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { messagePartition } from '../../../shared/table/partition-key.ts';

/** The messages with files that were seen, by their partitions. */
export interface FileList {
  add(event: TributaryEvent): void;
  /** The newest messages with files, and those of which a file has failed. */
  newest(count: number): readonly RecordKey['pk'][];
  failed(count: number): readonly RecordKey['pk'][];
}

/** More than are ever shown; the oldest make room. */
const maxMessages = 2000;

export function createFileList(limit = maxMessages): FileList {
  const withFiles = new Map<RecordKey['pk'], string>();
  const failed = new Map<RecordKey['pk'], string>();

  function note(list: Map<RecordKey['pk'], string>, pk: RecordKey['pk'], at: string): void {
    if ((list.get(pk) ?? '') < at) list.set(pk, at);
    if (list.size <= 2 * limit) return;
    const kept = newestOf(list, limit).map((each) => [each, list.get(each) ?? ''] as const);
    list.clear();
    for (const [each, since] of kept) list.set(each, since);
  }

  return {
    add(event) {
      const { metadata, data } = event.detail;
      if (isMessageEvent(event)) {
        const { message } = event.detail.data;
        if (message.media.length > 0)
          note(withFiles, messagePartition(metadata.provider, message.id), metadata.receivedAt);
      } else if (event['detail-type'] === 'media.failed' && 'messageId' in data && data.messageId) {
        note(failed, messagePartition(metadata.provider, data.messageId), metadata.receivedAt);
      }
    },
    newest: (count) => newestOf(withFiles, count),
    failed: (count) => newestOf(failed, count),
  };
}

function newestOf(
  list: ReadonlyMap<RecordKey['pk'], string>,
  count: number,
): readonly RecordKey['pk'][] {
  return [...list]
    .sort(([, one], [, other]) => (one < other ? 1 : -1))
    .slice(0, count)
    .map(([pk]) => pk);
}
