import type { Change } from '../../../../shared/cloud-api/changes.ts';
import { toObject } from '../../../../shared/provider/inbound.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { billing } from '../schema.ts';
import { toAccount, toBusiness } from './parties.ts';

/** `billing-event`, in both versions: what a message costs, or a call, which has a conversation and no message. */
export const normalizeBilling = normalizeWith(
  billing,
  ({ payload, billing: bill, ...callback }, item: Change, context) => {
    const known = payload ?? bill;
    if (known === undefined) return invalidShape(item, ['payload'], 'expected object');
    const { deductions, references } = known;
    const { billable, model, type, category } = deductions;
    if ([billable, model, type, category].every((each) => each === undefined)) {
      const path = [payload === undefined ? 'billing' : 'payload', 'deductions'];
      return invalidShape(item, path, 'expected what is charged');
    }
    const app = { ...callback, appId: callback.appId ?? item.appId };
    const isCall = references?.conversation_type === 'CALL';
    const json = toObject(item.json) ?? {};
    const occurredAt = callback.timestamp ?? item.sentAt;
    return {
      kind: 'event',
      draft: {
        type: 'message.billed',
        providerEvent: item.providerEvent,
        channel: 'whatsapp',
        account: { ...toAccount(app), wabaId: item.wabaId },
        occurredAt,
        data: {
          messageId: isCall ? undefined : references?.id,
          business: toBusiness(app, context, references?.destination),
          user: toPhoneOrId(references?.destination),
          conversation: {
            id: isCall
              ? references?.id
              : (references?.conversationId ?? references?.conversation_id),
            type:
              references?.conversation_type ??
              deductions.conversationType ??
              deductions.conversation_type,
          },
          pricing: { billable, model, type, category },
        },
        // A price is identified by its item alone.
        item: {
          app: json.app ?? item.appId ?? null,
          at: occurredAt ?? null,
          bill: json.payload ?? json.billing ?? null,
        },
        raw: item.raw,
      },
    };
  },
);
