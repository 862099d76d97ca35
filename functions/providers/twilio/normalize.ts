import type { JsonObject } from '../../../shared/json.ts';
import { normalizeItems, wholeBody } from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';
import { normalizeMessage } from './normalize/message.ts';
import { normalizeStatus } from './normalize/status.ts';

export { codec } from './codec.ts';
export { verify } from './verify.ts';

export const normalize = normalizeItems(manifest, {
  readItems: wholeBody(toProviderEvent),
  normalizers: { message: normalizeMessage, status: normalizeStatus },
});

/** A message of a user is `received`; any other status is that of a message of the business. */
function toProviderEvent(form: JsonObject): 'message' | 'status' | undefined {
  const status = form.MessageStatus || form.SmsStatus || 'received';
  if (!/^receiv(ed|ing)$/i.test(String(status))) return 'status';
  return form.MessageSid || form.SmsSid || form.SmsMessageSid ? 'message' : undefined;
}
