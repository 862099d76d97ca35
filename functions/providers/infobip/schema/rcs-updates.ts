import {
  inboundObject,
  instant,
  optionalList,
  optionalObject,
  reason,
  requiredText,
  text,
} from '../../../../shared/provider/inbound.ts';
import { owner } from '../schema.ts';

// What Infobip sends about RCS beside messages and reports; Infobip OpenAPI 3.210.0 (RCS), read on 2026-11-28.

/** RCS: the sides are those of the message that began the conversation. */
export const conversationStarted = inboundObject({
  ...owner,
  messageId: text,
  trafficType: text,
  sender: text,
  to: text,
  direction: text,
  conversation: optionalObject({ type: text, id: text, startTime: instant, endTime: instant }),
});

/** What a carrier decided, as a sentence or as a list of what is missing. */
const launch = inboundObject({
  rejectionReason: text,
  feedback: optionalList(
    inboundObject({
      errors: optionalList(inboundObject({ key: text, reason: text, details: text })),
    }),
  ),
});

export const rcsSender = inboundObject({
  ...owner,
  senderName: requiredText,
  senderStatus: requiredText,
  googleAgentId: text,
  reason,
  updatedAt: instant,
  coverage: optionalList(inboundObject({ countryCode: text, providers: optionalList(launch) })),
});
