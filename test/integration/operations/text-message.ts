/** A callback of INCS: a user wrote a text. */
export function textMessage(id: string, from = '447700900123'): string {
  return callback(from, { id, timestamp: '1767323045', type: 'text', text: { body: 'Hello' } });
}

/** A callback of INCS: a user sent a picture. */
export function pictureMessage(id: string, link: string, from = '447700900123'): string {
  const image = { id: '200000000000001', mime_type: 'image/jpeg', link };
  return callback(from, { id, timestamp: '1767323045', type: 'image', image });
}

/** A callback of INCS: a user sent a document. */
export function documentMessage(
  id: string,
  document: { readonly link: string; readonly filename: string; readonly caption: string },
  from = '447700900123',
): string {
  const described = { id: '200000000000002', mime_type: 'application/pdf', ...document };
  return callback(from, { id, timestamp: '1767323045', type: 'document', document: described });
}

function callback(from: string, message: object): string {
  return JSON.stringify({
    event: 'new_message',
    channel_id: 30058,
    business_phone: '15550100001',
    message: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550100001', phone_number_id: '100000000000001' },
      contacts: [{ profile: { name: 'Ada Example' }, wa_id: from }],
      messages: [{ from, ...message }],
    },
  });
}
