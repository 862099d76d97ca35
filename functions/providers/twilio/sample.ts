import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/** A message from WhatsApp. Twilio's callbacks have no time. */
export function toSample({ id, user, business, text, picture }: SampleMessage) {
  const content = picture
    ? { Body: '', NumMedia: '1', MediaUrl0: picture.url, MediaContentType0: picture.mimeType }
    : { Body: text, NumMedia: '0' };
  return {
    MessageSid: id,
    SmsSid: id,
    SmsMessageSid: id,
    AccountSid: 'AC00000000000000000000000000000001',
    SmsStatus: 'received',
    MessageType: picture ? 'image' : 'text',
    From: `whatsapp:+${user.phone}`,
    To: `whatsapp:+${business.phone}`,
    ProfileName: user.name,
    WaId: user.phone,
    ApiVersion: '2010-04-01',
    ...content,
  };
}
