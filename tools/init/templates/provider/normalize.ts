import {
  normalizeItems,
  normalizeWith,
  wholeBody,
} from '../../../../shared/provider/normalize-items.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { manifest } from './manifest.ts';
import { message } from './schema.ts';

/** `message`: a user wrote. */
const normalizeMessage = normalizeWith(message, ({ id, from, to, text, sent_at }, item) => ({
  kind: 'event',
  draft: {
    type: 'message.received',
    providerEvent: item.providerEvent,
    channel: 'whatsapp',
    occurredAt: sent_at,
    data: {
      message: {
        id,
        business: toPhoneOrId(to),
        user: toPhoneOrId(from),
        content: text === undefined ? { kind: 'unknown' } : { kind: 'text', text },
        media: [],
      },
    },
  },
}));

export const normalize = normalizeItems(manifest, {
  readItems: wholeBody('event'),
  normalizers: { message: normalizeMessage },
});
