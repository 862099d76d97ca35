import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/** A message of a user in version 2, whose files are links. */
export function toSample({ id, sentAt, user, business, text, picture }: SampleMessage) {
  return {
    app: 'Verification',
    phone: business.phone,
    timestamp: sentAt.getTime(),
    version: 2,
    type: 'message',
    payload: {
      id,
      source: user.phone,
      sender: { phone: user.phone, name: user.name },
      ...(picture
        ? {
            type: 'image',
            payload: { url: picture.url, contentType: picture.mimeType, caption: text },
          }
        : { type: 'text', payload: { text } }),
    },
  };
}
