import { inboundObject, instant, requiredText, text } from '../../../../shared/provider/inbound.ts';

/**
 * The callbacks of New Provider (where they are documented, read on 2026-01-01): one schema for each
 * provider event, with an example. Only what identifies an event is required.
 *
 *     { "event": "message", "id": "1", "from": "447700900123", "to": "15550100001", "text": "Hello",
 *       "sent_at": 1767323045 }
 */
export const message = inboundObject({
  id: requiredText,
  from: requiredText,
  to: requiredText,
  text,
  sent_at: instant,
});
