import { toList, toObject } from '../../../../shared/provider/inbound.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import {
  continueWith,
  invalidShape,
  placeWithin,
  readItem,
} from '../../../../shared/provider/read-item.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { toUser } from '../../../../shared/whatsapp/parties.ts';
import { stateSync, syncedContact, unsubscription, userPreference } from '../schema/accounts.ts';
import { toNumberOfBusiness } from './parties.ts';

const unnamed = 'expected the phone number or the id of a user';

/** `whatsapp.user.preferences`: a user stopped or resumed marketing messages. */
export const normalizeUserPreference = normalizeWith(
  userPreference,
  ({ createTime, whatsappUserPreference: known }, item: BodyItem, context) => {
    const { contactPhoneNumber: waId, userId, parentUserId, businessPhoneId } = known;
    const user = toUser({ waId, userId, parentUserId }, undefined);
    if (user === undefined) {
      return invalidShape(item, ['whatsappUserPreference', 'contactPhoneNumber'], unnamed);
    }
    return {
      kind: 'event',
      draft: {
        type: 'user.updated',
        providerEvent: item.providerEvent,
        channel: 'whatsapp',
        account: { wabaId: known.wabaId, phoneNumberId: businessPhoneId },
        occurredAt: known.timestamp ?? createTime,
        data: {
          business: toNumberOfBusiness(known.businessPhoneNumber, businessPhoneId, context),
          user: { ...user, name: known.contactName },
          aspect: 'preferences',
          category: known.category,
          current: known.value,
          reason: known.detail,
        },
        item: item.json.whatsappUserPreference,
      },
    };
  },
);

/** `whatsapp.smb.app.state.sync`: the business changed its address book in the WhatsApp Business app. */
export const normalizeSyncedContacts = normalizeWith(
  stateSync,
  ({ createTime, whatsappSmbAppStateSync: { wabaId, phoneNumber } }, item: BodyItem) => {
    const json = toObject(item.json.whatsappSmbAppStateSync) ?? {};
    const place = placeWithin(item, 'whatsappSmbAppStateSync');
    const entries = toList(json.stateSync);
    if (entries.length === 0) return invalidShape(place, ['stateSync'], 'expected an entry');
    return entries.map((entry, index): NormalizeResult => {
      const only = { ...item.json, whatsappSmbAppStateSync: { ...json, stateSync: [entry] } };
      const raw = entries.length === 1 ? item.raw : only;
      const entryPlace = { ...placeWithin(place, 'stateSync', index), raw };
      return continueWith(readItem(syncedContact, entry, entryPlace), ({ contact, ...change }) => {
        const { phoneNumber: waId, userId, parentUserId, username, fullName, firstName } = contact;
        const user = toUser({ waId, userId, parentUserId }, undefined);
        if (user === undefined) {
          return invalidShape(entryPlace, ['contact', 'phoneNumber'], unnamed);
        }
        return {
          kind: 'event',
          draft: {
            type: 'user.updated',
            providerEvent: item.providerEvent,
            channel: 'whatsapp',
            account: { wabaId },
            occurredAt: change.timestamp ?? createTime,
            data: {
              business: toPhoneOrId(phoneNumber),
              user: { ...user, username },
              aspect: 'contact',
              current: change.action,
              contact: { name: fullName, firstName },
            },
            // Two numbers of a business may report the same entry.
            item: { ...json, stateSync: [entry] },
            raw,
          },
        };
      });
    });
  },
);

/** The page's example has the first name, the SDK the others. */
const objects = [
  'unsubscriberChanged',
  'contactUnsubscribeCreated',
  'contactUnsubscribeDeleted',
] as const;

/** `contact.unsubscribe.…`: a user does not want messages any more, or wants them again. */
export const normalizeUnsubscription = normalizeWith(
  unsubscription,
  ({ createTime, ...callback }, item: BodyItem) => {
    const name = objects.find((each) => callback[each] !== undefined);
    const known = name && callback[name];
    if (!known || known.phoneNumber === undefined) {
      return invalidShape(item, ['unsubscriberChanged', 'phoneNumber'], unnamed);
    }
    const { phoneNumber, source, updateTime } = known;
    const current = item.providerEvent.replace(/^contact\./, '');
    return {
      kind: 'event',
      draft: {
        type: 'user.updated',
        providerEvent: item.providerEvent,
        occurredAt: updateTime ?? createTime,
        data: { user: toPhoneOrId(phoneNumber), aspect: 'preferences', current, reason: source },
        item: { event: item.providerEvent, unsubscriber: item.json[name] ?? null },
      },
    };
  },
);
