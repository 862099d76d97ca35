import { type Change, readChanges } from '../../../../shared/cloud-api/changes.ts';
import { isEmpty, type JsonValue } from '../../../../shared/json.ts';
import { toObject } from '../../../../shared/provider/inbound.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { mapRead, type ReadResult, readItem } from '../../../../shared/provider/read-item.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import { accountEvent, partnerCallback } from '../schema.ts';

/** The items of a body: the changes of a Cloud API callback, or the one event of the partner webhook. */
export function readItems(body: JsonValue): readonly ReadResult<Change>[] {
  const { entry, event } = toObject(body) ?? {};
  return isEmpty(entry) && !isEmpty(event) ? [readPartnerEvent(body)] : readChanges(body);
}

/** The event of the partner webhook, as the change of the Cloud API that it may be. */
function readPartnerEvent(body: JsonValue): ReadResult<Change> {
  const namedAt = ['event'];
  const place = { providerEvent: 'unknown', path: [] };
  return mapRead(readItem(partnerCallback, body, place), ({ event, data }) => {
    const { data: held, ...around } = toObject(body) ?? {};
    const id = data?.id;
    return {
      providerEvent: event,
      namedAt,
      path: data === undefined ? [] : ['data'],
      json: data === undefined ? around : (toObject(held) ?? held),
      wabaId: id,
      sentAt: undefined,
      toBody: (value) => ({
        ...around,
        data: { ...(id !== undefined && { id }), ...toObject(value) },
      }),
    };
  });
}

/** A partner's client was restricted, or may send templates again … */
export const normalizeAccountEvent = normalizeWith(
  accountEvent,
  ({ waba_id, phone_number, phone_name, violation_type }, { providerEvent, json }: Change) => ({
    kind: 'event',
    draft: {
      type: 'account.updated',
      providerEvent,
      channel: 'whatsapp',
      account: { wabaId: waba_id },
      data: {
        account: { id: waba_id, name: phone_name },
        current: providerEvent,
        violation: { type: violation_type },
        phoneNumber: toPhone(phone_number),
      },
      item: { event: providerEvent, data: json ?? null },
    },
  }),
);
