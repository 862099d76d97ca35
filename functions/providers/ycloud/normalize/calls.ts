import { toObject } from '../../../../shared/provider/inbound.ts';
import {
  type BodyItem,
  type Normalizer,
  normalizeWith,
} from '../../../../shared/provider/normalize-items.ts';
import {
  continueWith,
  invalidShape,
  placeWithin,
  readItem,
} from '../../../../shared/provider/read-item.ts';
import {
  cloudApiCall,
  cloudApiCallStatus,
  normalizeCall,
  normalizeCallStatus as normalizeCloudApiCallStatus,
} from '../../../../shared/whatsapp/calls.ts';
import { withCloudApiNames } from '../../../../shared/whatsapp/cloud-api-names.ts';
import { call } from '../schema.ts';
import { toNumberOfBusiness } from './parties.ts';

/** YCloud's objects about a call, by what the Cloud API calls what has happened. */
const objects = {
  connect: 'callingConnect',
  terminate: 'callingTerminate',
  status: 'callingStatusUpdated',
} as const;

/** `whatsapp.call.connect`: a user calls, or a call of the business is put through. */
export const normalizeCallConnect = normalizeCallEvent('connect');

/** `whatsapp.call.terminate`: a call has ended. */
export const normalizeCallEnd = normalizeCallEvent('terminate');

/** `whatsapp.call.status.updated`: a call of the business rings, or was accepted or rejected. */
export const normalizeCallStatus = normalizeCallEvent('status');

function normalizeCallEvent(event: keyof typeof objects): Normalizer<BodyItem> {
  const name = objects[event];
  return normalizeWith(call, ({ createTime, [name]: known }, item: BodyItem, context) => {
    if (known === undefined) return invalidShape(item, [name], 'expected object');
    const place = placeWithin(item, name);
    const json = toObject(item.json[name]) ?? {};
    const named = {
      ...withCloudApiNames(json),
      id: known.wacid ?? null,
      timestamp: createTime ?? null,
    };
    const { name: nameOfUser, username } = known.customerProfile ?? {};
    const ids = { wa_id: undefined, user_id: undefined, parent_user_id: undefined };
    const contact = { ...ids, profile: { name: nameOfUser, username } };
    const entry = {
      list: 'calls',
      // The item of the event, by which it is identified.
      json,
      contactOf: () => contact,
      placeOf: () => place,
    } as const;
    const isOutbound = known.direction === 'BUSINESS_INITIATED';
    const number = event === 'status' ? undefined : isOutbound ? known.from : known.to;
    const around = {
      ...place,
      account: { wabaId: known.wabaId, phoneNumberId: known.phoneId },
      business: toNumberOfBusiness(number, known.phoneId, context),
      metadata: null,
    };
    return event === 'status'
      ? continueWith(
          readItem(
            cloudApiCallStatus,
            { ...named, recipient_id: known.recipientPhone ?? null },
            place,
          ),
          (status) => normalizeCloudApiCallStatus(status, entry, around),
        )
      : continueWith(readItem(cloudApiCall, { ...named, event }, place), (value) =>
          normalizeCall(value, entry, around),
        );
  });
}
