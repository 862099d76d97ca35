import {
  type InboundValue,
  inboundObject,
  optionalList,
  optionalObject,
  text,
} from '../../../../shared/provider/inbound.ts';
import { contentFields, sent } from '../schema.ts';

/** What a user entered on a page of a form. */
const selection = inboundObject({
  type: text,
  pageIdentifier: text,
  text,
  items: optionalList(inboundObject({ title: text, value: text })),
});

/**
 * A message in the form of the Messages API, which has one for all channels. `sender` is the user, and
 * `content` is a list:
 *
 *     { "event": "MO", "channel": "WHATSAPP", "sender": "447700900123", "destination": "15550100001",
 *       "content": [{ "type": "IMAGE", "url": "https://…", "text": "Our shop" }],
 *       "receivedAt": "2026-11-21T03:04:05.000+0000", "messageId": "…", "messageCount": 1 }
 *
 * Messages API, "Receive inbound message", in Infobip OpenAPI 3.210.0, read on 2026-11-28.
 */
export const inboundEvent = inboundObject({
  ...sent,
  destination: text,
  channel: text,
  metadata: optionalObject({ correlationData: text }),
  /** Not documented: the WhatsApp API has it in the message. */
  context: optionalObject({ id: text }),
  content: optionalList(
    inboundObject({
      ...contentFields,
      selections: optionalList(selection),
      authCode: text,
      error: text,
      total: optionalObject({ value: text, currency: text }),
      transaction: optionalObject({ id: text, type: text }),
    }),
  ),
});

export type Part = NonNullable<InboundValue<typeof inboundEvent>['content']>[number];
