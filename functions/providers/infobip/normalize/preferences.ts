import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { consent, marketingPreference } from '../schema.ts';
import { toAccount, toChannel, toParty } from './parties.ts';

/** A user of WhatsApp stopped or resumed marketing messages. */
export const normalizeMarketingPreference = normalizeWith(
  marketingPreference,
  (notice, item: BodyItem) => {
    const { createdAt, content } = notice;
    const channel = { channel: 'whatsapp' } as const;
    const business = toParty(notice.from ?? content.sender, channel);
    const user = toParty(content.from, channel);
    if (user === undefined) {
      return invalidShape(item, ['content', 'from'], 'expected a phone number or an id');
    }
    return {
      kind: 'event',
      draft: {
        type: 'user.updated',
        providerEvent: item.providerEvent,
        channel: 'whatsapp',
        account: toAccount(notice, business),
        occurredAt: createdAt,
        data: {
          business,
          user,
          aspect: 'preferences',
          category: 'marketing_messages',
          current: content.notificationMessagesStatus,
          reason: content.description,
        },
        item: item.json,
        raw: item.raw,
      },
    };
  },
);

/** `SUBSCRIBE`, `UNSUBSCRIBE`: a user of Messenger wants marketing messages, or no more. */
export const normalizeConsent = normalizeWith(consent, (notice, item: BodyItem) => {
  const channel = toChannel(notice.channel ?? 'MESSENGER');
  const business = toParty(notice.sender, channel);
  const user = toParty(notice.from, channel);
  if (user === undefined) return invalidShape(item, ['from'], 'expected the id of a user');
  return {
    kind: 'event',
    draft: {
      type: 'user.updated',
      providerEvent: item.providerEvent,
      ...channel,
      account: toAccount(notice, business),
      occurredAt: notice.createdAt,
      data: {
        business,
        user,
        aspect: 'preferences',
        category: 'marketing_messages',
        current: notice.event,
      },
      item: item.json,
      raw: item.raw,
    },
  };
});
