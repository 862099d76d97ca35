import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/** A message of a user; YCloud downloads pictures, and gives links to them. */
export function toSample({ id, sentAt, user, business, text, picture }: SampleMessage) {
  const time = sentAt.toISOString();
  return {
    id: `evt_${id}`,
    type: 'whatsapp.inbound_message.received',
    apiVersion: 'v2',
    createTime: time,
    whatsappInboundMessage: {
      id,
      wamid: id,
      wabaId: '100000000000001',
      from: `+${user.phone}`,
      customerProfile: { name: user.name },
      to: `+${business.phone}`,
      sendTime: time,
      ...(picture
        ? {
            type: 'image',
            image: {
              link: picture.url,
              id: `${id}-picture`,
              sha256: Buffer.from(picture.sha256, 'hex').toString('base64'),
              mime_type: picture.mimeType,
              caption: text,
            },
          }
        : { type: 'text', text: { body: text } }),
    },
  };
}
