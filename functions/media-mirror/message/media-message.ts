import * as z from 'zod/mini';
import { mediaItem } from '../../../shared/contract/media.ts';
import { account, channel } from '../../../shared/contract/parties.ts';
import { instant, text } from '../../../shared/contract/primitives.ts';
import type { MediaMessage } from '../ports.ts';

/**
 * The schema of a `MediaMessage`. Other fields are ignored: the queue may hold events of a newer or an
 * older version than this code.
 */
const mediaMessage = z.object({
  metadata: z.object({
    id: text,
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

const envelope = z.object({ detail: mediaMessage });

/**
 * Parses the body of an SQS record: the envelope that EventBridge sends to its targets,
 * `{ source, detail-type, detail: { metadata, data }, … }`.
 *
 * @returns `undefined` when the body is not such an envelope; another attempt would not change that
 */
export function parseMediaMessage(recordBody: string): MediaMessage | undefined {
  try {
    const parsed = envelope.safeParse(JSON.parse(recordBody));
    return parsed.success ? parsed.data.detail : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
