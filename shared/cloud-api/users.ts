import type { EventDraft } from '../contract/draft.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { type InboundSchema, toList } from '../provider/inbound.ts';
import { type Normalizer, normalizeWith } from '../provider/normalize-items.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { continueWith, invalidShape, placeWithin, readItem } from '../provider/read-item.ts';
import { findPeople, type PersonRef, toAccount, toBusiness, toUser } from '../whatsapp/parties.ts';
import { cloudApiValue } from '../whatsapp/schema.ts';
import { type Change, toEnvelope } from './changes.ts';
import { syncedContact } from './conversation-schemas.ts';
import { toOrigin } from './messages.ts';
import { userIdUpdate, userPreference } from './schema.ts';

/** What one entry says: about whom, when, and what changed. */
interface UserChange {
  readonly ref: PersonRef;
  readonly username?: string | undefined;
  readonly occurredAt: string | undefined;
  readonly data: Omit<EventDraft<'user.updated'>['data'], 'business' | 'user'>;
}

/** `user_preferences`: a user stopped or resumed marketing messages. */
export const normalizeUserPreferences = normalizeEntries(
  'user_preferences',
  userPreference,
  ({ wa_id, user_id, parent_user_id, timestamp, value, category, detail, signup_id }) => ({
    ref: { waId: wa_id, userId: user_id, parentUserId: parent_user_id },
    occurredAt: timestamp,
    data: {
      aspect: 'preferences',
      category,
      current: value,
      reason: detail,
      signupId: signup_id,
    },
  }),
);

/** `user_id_update`: the id of a user, scoped to the business, changed. */
export const normalizeUserIdUpdates = normalizeEntries(
  'user_id_update',
  userIdUpdate,
  ({ wa_id, user_id, parent_user_id, timestamp, detail }) => ({
    ref: { waId: wa_id, userId: user_id.current, parentUserId: parent_user_id?.current },
    occurredAt: timestamp,
    data: {
      aspect: 'identity',
      previous: user_id.previous,
      current: user_id.current,
      reason: detail,
    },
  }),
);

/** `smb_app_state_sync`: the business changed its address book in the WhatsApp Business app. */
export const normalizeContacts = normalizeEntries(
  'state_sync',
  syncedContact,
  ({ action, contact, metadata }) => ({
    ref: {
      waId: contact.phone_number,
      userId: contact.user_id,
      parentUserId: contact.parent_user_id,
    },
    username: contact.username,
    occurredAt: metadata?.timestamp,
    data: {
      aspect: 'contact',
      current: action,
      contact: { name: contact.full_name, firstName: contact.first_name },
    },
  }),
);

/** One result for each entry of a list in `value`, with the person's entry in `contacts`. */
function normalizeEntries<T>(
  list: string,
  schema: InboundSchema<T>,
  toUserChange: (entry: T) => UserChange,
): Normalizer<Change> {
  return normalizeWith(cloudApiValue, ({ metadata }, change: Change, context) => {
    const fields = isJsonObject(change.json) ? change.json : {};
    const entries = toList(fields[list]);
    if (entries.length === 0) return invalidShape(change, [list], 'expected an entry');
    const isOnlyItem = entries.length === 1;
    const personOf = findPeople(fields.contacts, isOnlyItem);
    const envelope = toEnvelope(change);
    const account = toAccount(metadata, { account: envelope.account });
    const business = toBusiness(metadata, toOrigin(change, context));

    return entries.map((entry, index): NormalizeResult => {
      const placeWith = (person?: JsonValue) => {
        const valueOfItem = {
          ...(fields.metadata !== undefined && { metadata: fields.metadata }),
          ...(person !== undefined && { contacts: [person] }),
          [list]: [entry],
        };
        const raw = isOnlyItem ? change.raw : change.toBody(valueOfItem);
        return { ...placeWithin(change, list, index), raw };
      };
      const read = readItem(schema, entry, () => placeWith());
      return continueWith(read, (value) => {
        const { ref, username, occurredAt, data } = toUserChange(value);
        const person = personOf(ref);
        const place = placeWith(person?.json);
        const user = toUser(ref, person?.contact);
        if (user === undefined) {
          return invalidShape(place, [], 'expected the phone number or the id of a user');
        }
        return {
          kind: 'event',
          draft: {
            ...envelope,
            type: 'user.updated',
            account,
            occurredAt: occurredAt ?? envelope.occurredAt,
            data: { business, user: { ...user, username: user.username ?? username }, ...data },
            // Two numbers of a business may report the same entry about the same user.
            item: { metadata: fields.metadata ?? null, entry },
            raw: place.raw,
          },
        };
      });
    });
  });
}
