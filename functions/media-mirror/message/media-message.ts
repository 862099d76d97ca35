import * as z from 'zod/mini';
import type { MessageEvent } from '../../../shared/contract/event-kinds.ts';
import { mediaItem } from '../../../shared/contract/media.ts';
import { account, channel } from '../../../shared/contract/parties.ts';
import { count, instant, text } from '../../../shared/contract/primitives.ts';
import type { MediaMessage, RetriedFile } from '../ports.ts';

/**
 * The schema of a `MediaMessage`. Other fields are ignored: the queue may hold events of a newer or an
 * older version than this code.
 */
const mediaMessage = z.object({
  metadata: z.object({
    id: text,
    type: text,
    provider: text,
    providerEvent: text,
    channel: z.optional(channel),
    account: z.optional(account),
    occurredAt: instant,
    receivedAt: instant,
  }),
  data: z.object({
    message: z.object({
      id: text,
      providerMessageId: z.optional(text),
      user: z.optional(
        z.object({ phone: z.optional(text), id: z.optional(text), parentId: z.optional(text) }),
      ),
      media: z.array(z.object(mediaItem.shape)),
    }),
  }),
});

const retriedFile = z.object({
  index: count,
  afterAttempt: count,
  copy: z.optional(z.int().check(z.minimum(2))),
  url: z.optional(text),
});

const envelope = z.object({
  detail: mediaMessage,
  retriedFiles: z.optional(z.array(retriedFile)),
});

/**
 * Writes the body of an SQS record as EventBridge does, for an operator who has a message retried.
 *
 * @param retriedFiles absent: all files of the message that have no final outcome
 */
export function writeMediaMessage(
  { source, 'detail-type': type, detail }: MessageEvent,
  retriedFiles?: readonly RetriedFile[],
): string {
  return JSON.stringify({
    version: '0',
    id: detail.metadata.id,
    'detail-type': type,
    source,
    time: detail.metadata.receivedAt,
    resources: [],
    detail,
    retriedFiles,
  });
}

/**
 * Parses the body of an SQS record: the envelope that EventBridge sends to its targets,
 * `{ source, detail-type, detail: { metadata, data }, … }`, or that an operator has sent again.
 *
 * @returns `undefined` when the body is not such an envelope; another attempt would not change that
 */
export function parseMediaMessage(recordBody: string): MediaMessage | undefined {
  try {
    const parsed = envelope.safeParse(JSON.parse(recordBody));
    if (!parsed.success) return undefined;
    const { detail, retriedFiles } = parsed.data;
    return { ...detail, retriedFiles };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
