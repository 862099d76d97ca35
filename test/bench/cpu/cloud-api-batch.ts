/** A webhook of the Cloud API with this many text messages, each from another user. */
export function cloudApiBatch(messages: number): Buffer {
  const indexes = Array.from({ length: messages }, (_, index) => index);
  const phoneOf = (index: number) => String(447_700_900_000 + index);
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100001', phone_number_id: '200000000000001' },
    contacts: indexes.map((index) => ({
      profile: { name: 'Ada Example' },
      wa_id: phoneOf(index),
    })),
    messages: indexes.map((index) => ({
      from: phoneOf(index),
      id: `wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgU${String(index).padStart(20, '0')}`,
      timestamp: '1756109460',
      text: { body: 'Is the blue one still there? I would come on Saturday.' },
      type: 'text',
    })),
  };
  return Buffer.from(
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '100000000000101', changes: [{ value, field: 'messages' }] }],
    }),
  );
}
