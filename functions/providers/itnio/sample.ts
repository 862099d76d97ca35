import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/** A message from WhatsApp, in the form of `up-message-event`. */
export function toSample({ id, sentAt, user, business, text, picture }: SampleMessage) {
  return {
    appId: 'tributary',
    businessPhone: business.phone,
    channelType: 0,
    eventType: 'up-message-event',
    from: user,
    message: picture
      ? { type: 'image', image: toImage(picture) }
      : { type: 'text', text: { body: text } },
    messageId: id,
    timestamp: Math.floor(sentAt.getTime() / 1000),
  };
}

function toImage({ url, mimeType, sha256 }: NonNullable<SampleMessage['picture']>) {
  const hash = Buffer.from(sha256, 'hex').toString('base64');
  return { id: '100000000000002', mimeType, sha256: hash, filePath: url };
}
