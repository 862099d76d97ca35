import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/** A message from WhatsApp. */
export function toSample({ id, sentAt, user, business, text, picture }: SampleMessage) {
  return {
    results: [
      {
        from: user.phone,
        to: business.phone,
        integrationType: 'WHATSAPP',
        receivedAt: sentAt.toISOString().replace('Z', '+0000'),
        messageId: id,
        message: picture ? { type: 'IMAGE', url: picture.url } : { type: 'TEXT', text },
        price: { pricePerMessage: 0, currency: 'EUR' },
        contact: { name: user.name, phoneNumber: user.phone },
      },
    ],
    messageCount: 1,
    pendingMessageCount: 0,
  };
}
