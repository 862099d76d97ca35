import type { EventDraft } from '../../../../shared/contract/draft.ts';
import { isJsonObject, type JsonValue } from '../../../../shared/json.ts';
import { invalidShape } from '../../../../shared/provider/invalid-shape.ts';
import type { Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { type ItemPlace, type ReadItem, readItem } from '../../../../shared/provider/read-item.ts';
import { type PersonRef, toAccount, toUser } from '../../../../shared/whatsapp/parties.ts';
import { findPeople } from '../../../../shared/whatsapp/people.ts';
import { cloudApiValue } from '../../../../shared/whatsapp/schema.ts';
import { toList } from '../../../../shared/whatsapp/to-list.ts';
import { userIdUpdate, userPreference } from '../schema.ts';
import { type Change, toEnvelope } from './change.ts';

/** What one entry says: of whom, when, and what changed. */
interface UserChange {
  readonly ref: PersonRef;
  readonly occurredAt: string | undefined;
  readonly data: Omit<EventDraft<'user.updated'>['data'], 'user'>;
}

/** `user_preferences`: a user stopped or resumed marketing messages. */
export function normalizeUserPreferences(change: Change): readonly Normalized[] {
  return normalizeEntries(change, 'user_preferences', (entry, where) => {
    const read = readItem(userPreference, entry, where);
    if (!read.fits) return read;
    const { wa_id, user_id, parent_user_id, timestamp, value, category, detail } = read.value;
    return {
      fits: true,
      value: {
        ref: { waId: wa_id, userId: user_id, parentUserId: parent_user_id },
        occurredAt: timestamp,
        data: { aspect: 'preferences', category, current: value, reason: detail },
      },
    };
  });
}

/** `user_id_update`: the id of a user, scoped to the business, changed. */
export function normalizeUserIdUpdates(change: Change): readonly Normalized[] {
  return normalizeEntries(change, 'user_id_update', (entry, where) => {
    const read = readItem(userIdUpdate, entry, where);
    if (!read.fits) return read;
    const { wa_id, user_id, parent_user_id, timestamp, detail } = read.value;
    return {
      fits: true,
      value: {
        ref: { waId: wa_id, userId: user_id.current, parentUserId: parent_user_id?.current },
        occurredAt: timestamp,
        data: {
          aspect: 'identity',
          previous: user_id.previous,
          current: user_id.current,
          reason: detail,
        },
      },
    };
  });
}

/** One part for each entry of the list in `value`, with the person's entry in `contacts`. */
function normalizeEntries(
  change: Change,
  list: string,
  readEntry: (entry: JsonValue, where: ItemPlace) => ReadItem<UserChange>,
): readonly Normalized[] {
  const { providerEvent, value, path } = change;
  const read = readItem(cloudApiValue, value, change);
  if (!read.fits) return [{ understood: false, unrecognized: read.unrecognized }];
  const fields = isJsonObject(value) ? value : {};
  const entries = toList(fields[list]);
  if (entries.length === 0) {
    return [invalidShape(providerEvent, [...path, list], 'expected an entry', change.raw)];
  }
  const isLone = entries.length === 1;
  const personOf = findPeople(fields.contacts, isLone);
  const envelope = toEnvelope(change);
  const account = toAccount(read.value.metadata, { account: envelope.account });

  return entries.map((entry, index) => {
    const at = [...path, list, index];
    const alone = (person?: JsonValue) =>
      isLone
        ? change.raw
        : change.wrap({
            ...(fields.metadata !== undefined && { metadata: fields.metadata }),
            ...(person !== undefined && { contacts: [person] }),
            [list]: [entry],
          });
    const item = readEntry(entry, withRaw({ providerEvent, path: at }, alone()));
    if (!item.fits) return { understood: false, unrecognized: item.unrecognized };
    const { ref, occurredAt, data } = item.value;
    const person = personOf(ref);
    const user = toUser(ref, person?.contact);
    const raw = alone(person?.json);
    if (user === undefined) {
      return invalidShape(providerEvent, at, 'expected the phone number or the id of a user', raw);
    }
    return {
      understood: true,
      draft: {
        ...envelope,
        type: 'user.updated',
        account,
        occurredAt: occurredAt ?? envelope.occurredAt,
        data: { user, ...data },
        raw,
      },
    };
  });
}

function withRaw(where: ItemPlace, raw: JsonValue | undefined): ItemPlace {
  return raw === undefined ? where : { ...where, raw };
}
