import type { SampleMessage } from '../provider/define-provider.ts';

/** A text, in the form of `messages`, for `tributary verify`. A picture has an id of Meta's media API instead of a link. */
export function toSample({ id, sentAt, user, business, text }: SampleMessage) {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '100000000000001',
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: {
                display_phone_number: business.phone,
                phone_number_id: '100000000000003',
              },
              contacts: [{ profile: { name: user.name }, wa_id: user.phone }],
              messages: [{ from: user.phone, id, timestamp, type: 'text', text: { body: text } }],
            },
          },
        ],
      },
    ],
  };
}
