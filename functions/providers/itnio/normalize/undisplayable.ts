import type { ProviderError } from '../../../../shared/contract/index.ts';
import {
  eitherOf,
  type InboundValue,
  inboundObject,
  optionalList,
  text,
} from '../../../../shared/provider/inbound.ts';
import { toError } from '../../../../shared/provider/values/error-text.ts';
import { contentReader } from '../../../../shared/whatsapp/message-body.ts';

/**
 * Why WhatsApp cannot show the message. `details` is an object by ITNIO's field table and text by
 * its examples.
 */
const reasons = optionalList(
  inboundObject({
    code: text,
    title: text,
    message: text,
    details: eitherOf(inboundObject({ details: text }), text),
  }),
);

type Reason = NonNullable<InboundValue<typeof reasons>>[number];

/** `message` repeats `title`, as in the Cloud API; it is used where `title` is missing. */
function toProviderError({ code, title, message, details }: Reason): ProviderError {
  const detail = typeof details === 'object' ? details.details : details;
  return { ...toError(code, title ?? message), detail };
}

export const readUnsupported = contentReader('unsupported', reasons, (errors = []) => ({
  kind: 'unsupported',
  errors: errors.map(toProviderError),
}));

/** The type `unknown` with errors is a message that WhatsApp cannot show; without, a new type. */
export const readUnknown = contentReader('unknown', reasons, (errors = []) =>
  errors.length > 0
    ? { kind: 'unsupported', providerType: 'unknown', errors: errors.map(toProviderError) }
    : { kind: 'unknown', providerType: 'unknown' },
);
