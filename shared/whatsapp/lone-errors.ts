import type { NormalizeResult } from '../provider/normalize-result.ts';
import { invalidShape } from '../provider/read-item.ts';
import { toProviderErrors } from './errors.ts';
import type { ValueContext, ValueItem } from './normalize-value.ts';
import type { CloudApiError } from './schema.ts';

/**
 * An error that concerns no message, status or call: WhatsApp could not handle a request because of a problem of
 * its own, of the app or of the account
 * (developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/errors, read on
 * 2026-11-28). It has no id and no time.
 */
export function normalizeLoneError(
  error: CloudApiError,
  { json, placeOf }: ValueItem,
  { providerEvent, account, business, metadata }: ValueContext,
): NormalizeResult {
  const place = placeOf();
  const errors = toProviderErrors([error]);
  const [shown] = errors;
  const current = shown?.code ?? shown?.title;
  if (current === undefined) return invalidShape(place, [], 'expected a code or a title');
  return {
    kind: 'event',
    draft: {
      type: 'account.updated',
      providerEvent,
      channel: 'whatsapp',
      account,
      data: {
        account: { id: account.wabaId },
        current,
        reason: shown?.detail ?? shown?.title,
        errors,
        phoneNumber: business?.phone,
      },
      item: { metadata, error: json },
      raw: place.raw,
    },
  };
}
