import { describe, expect, it } from 'vitest';
import { draftOf, unrecognizedOf, valueWith } from './values.ts';

const echo = {
  from: '15550100001',
  to: '447700900123',
  id: 'wamid.E',
  timestamp: '1768046405',
  type: 'text',
  text: { body: 'On its way' },
};

describe('a message that the business wrote on its phone', () => {
  it('is sent, to the user whom it names, in the conversation of the messages of that user', () => {
    const contacts = [{ wa_id: '447700900123', profile: { name: 'Ada Example' } }];
    expect(draftOf(valueWith({ contacts, message_echoes: [echo] }))).toMatchObject({
      type: 'message.sent',
      occurredAt: '2026-01-10T12:00:05.000Z',
      data: {
        message: {
          id: 'wamid.E',
          direction: 'outbound',
          conversation: { key: 'whatsapp#15550100001#447700900123' },
          business: { phone: '15550100001' },
          user: { phone: '447700900123', name: 'Ada Example' },
          content: { kind: 'text', text: 'On its way' },
        },
      },
    });
  });

  it('is unrecognized when it names no user', () => {
    const { to: _to, ...withoutUser } = echo;
    expect(
      unrecognizedOf(valueWith({ message_echoes: [withoutUser], contacts: [] })),
    ).toMatchObject({
      path: '$.entry[0].changes[0].value.message_echoes[0].to',
    });
  });
});
