import type { Data } from '../contract/index.ts';
import {
  type InboundValue,
  inboundObject,
  instant,
  optionalObject,
  reason,
  text,
} from '../provider/inbound.ts';

const rejection = optionalObject({ reason, recommendation: text });
const other = optionalObject({ title: text, description: text });
const disabled = optionalObject({ disable_date: instant, disableDate: instant });

/**
 * Why a template has its status, as Meta's webhook `message_template_status_update` says it: for a
 * rejection, for a pause or its end, for a disabled one. Resellers with names in camel case may pass it
 * on in these.
 *
 * developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update,
 * read on 2026-11-28.
 */
export const templateDetailFields = {
  rejection_info: rejection,
  rejectionInfo: rejection,
  other_info: other,
  otherInfo: other,
  disable_info: disabled,
  disableInfo: disabled,
};

const templateDetails = inboundObject(templateDetailFields);

/** Why a template has its status. */
export function toTemplateDetails(
  value: InboundValue<typeof templateDetails>,
): Pick<Data<'template.status.updated'>, 'rejection' | 'explanation' | 'disabledAt'> {
  const disable = value.disable_info ?? value.disableInfo;
  return {
    rejection: value.rejection_info ?? value.rejectionInfo,
    explanation: value.other_info ?? value.otherInfo,
    disabledAt: disable?.disable_date ?? disable?.disableDate,
  };
}
