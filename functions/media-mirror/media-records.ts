import type { EventDraft } from '../../shared/contract/draft.ts';
import type { Data } from '../../shared/contract/index.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import { toEventRecord } from '../../shared/table/to-event-record.ts';
import { isRetryable, type MediaFailure } from './failure.ts';
import type { MessageMedia } from './media-message.ts';
import type { MediaOutcome } from './mirror-media.ts';

/** The event record that a file is in the bucket. */
export function toStoredRecord(
  media: MessageMedia,
  stored: Extract<MediaOutcome, { kind: 'stored' }>,
  bucket: string,
  now: Date,
): EventRecord {
  const { key, sizeBytes, sha256, contentType, hashVerified } = stored;
  return seal(media, {
    type: 'media.stored',
    ...inherited(media, now),
    data: {
      ...subject(media),
      bucket,
      key,
      sizeBytes,
      sha256,
      contentType,
      hashVerified,
    },
  });
}

/**
 * The event record that the mirror gave up on a file. Neither the address nor what the server answered is in
 * it: both can hold secrets.
 */
export function toFailedRecord(
  media: MessageMedia,
  { reason }: MediaFailure,
  attempt: number,
  now: Date,
): EventRecord {
  return seal(media, {
    type: 'media.failed',
    ...inherited(media, now),
    data: { ...subject(media), reason, retryable: isRetryable(reason), attempt },
  });
}

/** What an event record of the mirror has from the message that it is about. */
function inherited({ message }: MessageMedia, now: Date) {
  const { providerEvent, channel, account } = message.metadata;
  return { providerEvent, channel, account, occurredAt: now.toISOString() };
}

/** Which file of which message. The caption is the user's text and stays with the message. */
function subject({
  message,
  item,
}: MessageMedia): Pick<Data<'media.stored'>, 'messageId' | 'providerMessageId' | 'media'> {
  const { id: messageId, providerMessageId } = message.data.message;
  const { index, role, mimeType, filename } = item;
  return { messageId, providerMessageId, media: { index, role, mimeType, filename } };
}

function seal({ message }: MessageMedia, draft: EventDraft): EventRecord {
  const { provider, receivedAt } = message.metadata;
  return toEventRecord(draft, { provider, receivedAt });
}
