import { inboundObject, number, optionalList, requiredText, text } from '../provider/inbound.ts';
import { latitude, longitude } from '../provider/values/coordinates.ts';
import { contentReader } from './message-body.ts';

export const readText = contentReader(
  'text',
  inboundObject({ body: requiredText }),
  ({ body }) => ({ kind: 'text', text: body }),
);

export const readLocation = contentReader(
  'location',
  inboundObject({ latitude, longitude, name: text, address: text, url: text }),
  ({ latitude, longitude, name, address, url }) => ({
    kind: 'location',
    latitude,
    longitude,
    name,
    address,
    url,
  }),
);

/** `emoji` is absent or empty when the reaction was removed. */
export const readReaction = contentReader(
  'reaction',
  inboundObject({ message_id: requiredText, emoji: text }),
  ({ message_id, emoji }) => ({ kind: 'reaction', messageId: message_id, emoji }),
);

/** A quick reply of a template was tapped. */
export const readButton = contentReader(
  'button',
  inboundObject({ text, payload: text }),
  (button) => ({ kind: 'button', text: button.text, payload: button.payload }),
);

export const readOrder = contentReader(
  'order',
  inboundObject({
    catalog_id: text,
    text,
    product_items: optionalList(
      inboundObject({
        product_retailer_id: text,
        quantity: number,
        item_price: number,
        currency: text,
      }),
    ),
  }),
  ({ catalog_id, text, product_items }) => ({
    kind: 'order',
    catalogId: catalog_id,
    text,
    items: (product_items ?? []).map((item) => ({
      productRetailerId: item.product_retailer_id,
      quantity: item.quantity,
      itemPrice: item.item_price,
      currency: item.currency,
    })),
  }),
);

/** A user deleted an earlier message for everyone. */
export const readRevoke = contentReader(
  'revoke',
  inboundObject({ original_message_id: requiredText }),
  ({ original_message_id }) => ({ kind: 'revoke', messageId: original_message_id }),
);
