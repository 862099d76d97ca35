import type { EventDraft } from '../contract/draft.ts';
import { normalizeWith } from '../provider/normalize-items.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { continueWith } from '../provider/read-item.ts';
import { readSides, timeOf, withoutUser } from './parties.ts';
import type { PlatformItem } from './read-events.ts';
import { accountLinking, type Envelope, optIn } from './schema.ts';

/** `optin`: a user agreed to messages, or stopped or resumed them. */
export const normalizeOptIn = normalizeWith(optIn, (value, item: PlatformItem) => {
  const { optin, sender } = value;
  const user = { id: sender?.id, user_ref: sender?.user_ref ?? optin.user_ref };
  return toPreference({ ...value, sender: user }, item, {
    category: optin.type ?? 'optin',
    // Meta has a word only for what changes an opt-in.
    current: optin.notification_messages_status ?? 'optin',
    optIn: {
      token: optin.notification_messages_token ?? optin.one_time_notif_token,
      tokenStatus: optin.user_token_status,
      expiresAt: optin.token_expiry_timestamp,
      title: optin.title,
      payload: optin.payload,
      ref: optin.ref,
      frequency: optin.notification_messages_frequency,
      timezone: optin.notification_messages_timezone,
    },
  });
});

/** `account_linking`: a user linked an account at the business, or unlinked it. */
export const normalizeAccountLinking = normalizeWith(
  accountLinking,
  (value, item: PlatformItem) => {
    const { status, authorization_code } = value.account_linking;
    return toPreference(value, item, {
      category: 'account_linking',
      current: status,
      authorizationCode: authorization_code,
    });
  },
);

type Preference = Omit<EventDraft<'user.updated'>['data'], 'business' | 'user' | 'aspect'>;

function toPreference(envelope: Envelope, item: PlatformItem, data: Preference): NormalizeResult {
  return continueWith(readSides(envelope, item), (sides) => {
    const { account, business, user } = sides;
    if (user === undefined) return withoutUser(item, sides);
    return {
      kind: 'event',
      draft: {
        type: 'user.updated',
        providerEvent: item.providerEvent,
        channel: item.channel,
        account,
        occurredAt: timeOf(envelope, item),
        data: { business, user, aspect: 'preferences', ...data },
        item: item.json,
        raw: item.raw,
      },
    };
  });
}
