import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/** A message to an account. Neither side has a phone number, so the numbers stand where the ids do. */
export function toSample({ id, sentAt, user, business, text, picture }: SampleMessage) {
  const time = sentAt.getTime();
  const content = picture
    ? { attachments: [{ type: 'image', payload: { url: picture.url } }] }
    : { text };
  return {
    object: 'instagram',
    entry: [
      {
        id: business.phone,
        time,
        messaging: [
          {
            sender: { id: user.phone },
            recipient: { id: business.phone },
            timestamp: time,
            message: { mid: id, ...content },
          },
        ],
      },
    ],
  };
}
