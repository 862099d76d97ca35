import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/** A message from WhatsApp, in the form of `whatsapp_mo_message_received`. */
export function toSample({ id, sentAt, user, business, text, picture }: SampleMessage) {
  const content = picture
    ? { type: 'image', image: toImage(picture) }
    : { type: 'text', text: { body: text } };
  return {
    id,
    type: 'whatsapp_mo_message_received',
    eventTime: sentAt.toISOString(),
    body: {
      id,
      wamid: id,
      accountName: 'IW000001',
      wabaId: '100000000000001',
      from: user.phone,
      to: business.phone,
      customerProfile: { name: user.name },
      sendTime: sentAt.toISOString(),
      ...content,
    },
  };
}

function toImage({ url, mimeType, sha256 }: NonNullable<SampleMessage['picture']>) {
  const hash = Buffer.from(sha256, 'hex').toString('base64');
  return { mimeType, sha256: hash, link: url };
}
