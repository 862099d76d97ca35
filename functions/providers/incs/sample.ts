import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/** A message from WhatsApp, in the form of `new_message`. */
export function toSample({ id, sentAt, user, business, text, picture }: SampleMessage) {
  const content = picture
    ? { type: 'image', image: toImage(picture) }
    : { type: 'text', text: { body: text } };
  return {
    event: 'new_message',
    business_phone: business.phone,
    message: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: business.phone, phone_number_id: '100000000000001' },
      contacts: [{ profile: { name: user.name }, wa_id: user.phone }],
      messages: [
        {
          from: user.phone,
          id,
          timestamp: String(Math.floor(sentAt.getTime() / 1000)),
          ...content,
        },
      ],
    },
  };
}

function toImage({ url, mimeType, sha256 }: NonNullable<SampleMessage['picture']>) {
  const hash = Buffer.from(sha256, 'hex').toString('base64');
  return { id: '100000000000002', mime_type: mimeType, sha256: hash, link: url };
}
