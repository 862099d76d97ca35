import type { Content, MediaItem } from '../../shared/contract/index.ts';

/** A content of each kind, with the fields that a message of that kind usually has. */
export const sampleContents: { readonly [Kind in Content['kind']]: Content & { kind: Kind } } = {
  text: { kind: 'text', text: 'Hello' },
  image: { kind: 'image' },
  audio: { kind: 'audio', voice: true },
  video: { kind: 'video' },
  document: { kind: 'document' },
  sticker: { kind: 'sticker', animated: false },
  location: { kind: 'location', latitude: 51.5074, longitude: -0.1278, name: 'Shop' },
  contacts: {
    kind: 'contacts',
    contacts: [
      {
        name: { formatted: 'Grace Example' },
        phones: [{ phone: '447700900456', type: 'CELL' }],
        emails: [],
        urls: [],
        addresses: [],
      },
    ],
  },
  reaction: { kind: 'reaction', messageId: 'wamid.SAMPLE0', emoji: '👍' },
  button: { kind: 'button', text: 'Yes', payload: 'yes' },
  list_reply: { kind: 'list_reply', id: 'size-m', title: 'Medium' },
  button_reply: { kind: 'button_reply', id: 'yes', title: 'Yes' },
  flow_reply: { kind: 'flow_reply', name: 'flow', responseJson: '{"size":"m"}' },
  call_permission_reply: { kind: 'call_permission_reply', response: 'accept', permanent: false },
  payment_method_reply: {
    kind: 'payment_method_reply',
    referenceId: 'order-1',
    method: 'upi',
    chosenAt: '2026-01-02T03:04:05.000Z',
  },
  menu: { kind: 'menu', type: 'button', body: 'Which size?', buttons: [{ id: 'm', title: 'M' }] },
  product: { kind: 'product', catalogId: 'catalog-1', productRetailerId: 'shirt-m' },
  order: {
    kind: 'order',
    catalogId: 'catalog-1',
    items: [{ productRetailerId: 'shirt-m', quantity: 1, itemPrice: 20, currency: 'EUR' }],
  },
  template: {
    kind: 'template',
    template: { name: 'order_shipped', language: 'en' },
    body: 'Your order is on its way.',
  },
  suggestion: { kind: 'suggestion', type: 'reply', text: 'Yes', postbackData: 'yes' },
  system: { kind: 'system', type: 'user_changed_number', newPhone: '447700900456' },
  edit: { kind: 'edit', messageId: 'wamid.SAMPLE0', text: 'Hello again' },
  revoke: { kind: 'revoke', messageId: 'wamid.SAMPLE0' },
  share: { kind: 'share', type: 'post', url: 'https://shop.example/posts/1', title: 'New shirts' },
  unsupported: {
    kind: 'unsupported',
    errors: [{ code: '131051', title: 'Message type unknown' }],
  },
  unknown: { kind: 'unknown', providerType: 'from_tomorrow' },
};

const file = { index: 0, role: 'content', url: 'https://media.example/file' } as const;

/** The file of a message whose content is of this kind. A kind that is not here has none. */
export const sampleMedia: { readonly [Kind in Content['kind']]?: MediaItem } = {
  image: { ...file, mimeType: 'image/jpeg', caption: 'A picture' },
  audio: { ...file, mimeType: 'audio/ogg; codecs=opus' },
  video: { ...file, mimeType: 'video/mp4' },
  document: { ...file, mimeType: 'application/pdf', filename: 'invoice.pdf' },
  sticker: { ...file, mimeType: 'image/webp' },
};
