import type { MediaMessage } from '../../functions/media-mirror/ports.ts';
import type { MediaItem } from '../../shared/contract/media.ts';

/** A picture that an invented user sent. */
export function picture(fields: Partial<MediaItem> = {}): MediaItem {
  return { index: 0, role: 'content', mimeType: 'image/jpeg', ...fields };
}

/** The event of a message with these files. */
export function messageWith(...media: readonly MediaItem[]): MediaMessage {
  return {
    metadata: {
      id: '0f1e2d3c-4b5a-8978-8796-a5b4c3d2e1f0',
      provider: 'incs',
      type: 'message.received',
      providerEvent: 'new_message',
      channel: 'whatsapp',
      account: { channelId: '30058', connection: 'second' },
      occurredAt: '2026-11-20T23:00:00.000Z',
      receivedAt: '2026-11-20T23:00:01.000Z',
    },
    data: { message: { id: 'wamid.A', providerMessageId: 'incs-1', media: [...media] } },
  };
}
