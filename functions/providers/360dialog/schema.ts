import {
  inboundObject,
  optionalObject,
  requiredText,
  text,
} from '../../../shared/provider/inbound.ts';

/**
 * A callback of the partner webhook:
 *
 *     { "id": "<event>", "event": "history", "data": { "id": "<WhatsApp Business Account>", … } }
 *
 * For `history` and `smb_app_state_sync`, `data` is the `value` of the Cloud API's field, with the id of
 * the account: docs.360dialog.com, "Coexistence webhooks", read on 2026-11-28.
 */
export const partnerCallback = inboundObject({
  event: requiredText,
  data: optionalObject({ id: text }),
});

/**
 * What happened to the account of a phone number: docs.360dialog.com, "Webhook events (partner and
 * messaging API)", read on 2026-11-28. Only the names of the fields are documented, not where they stand.
 */
export const accountEvent = inboundObject({
  waba_id: text,
  client_id: text,
  phone_number: text,
  phone_name: text,
  violation_type: text,
});
