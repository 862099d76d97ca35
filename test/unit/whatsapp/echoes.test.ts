import { describe, expect, it } from 'vitest';
import { withoutEmpty } from '../../../shared/json.ts';
import { partsOf, valueWith } from './values.ts';

const echo = {
  from: '15550100001',
  to: '447700900123',
  id: 'wamid.E',
  timestamp: '1768046405',
  type: 'text',
  text: { body: 'On its way' },
};

const [part] = partsOf(
  valueWith({
    contacts: [{ wa_id: '447700900123', profile: { name: 'Ada Example' } }],
    message_echoes: [echo],
  }),
);

describe('a message that the business wrote on its phone', () => {
  it('is sent, to the user whom it names, in the conversation of what the user writes', () => {
    if (part === undefined || !part.understood) throw new Error('not understood');
    expect(withoutEmpty(part.draft)).toMatchObject({
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

  it('is about nobody when it names nobody', () => {
    const { to: _to, ...nobody } = echo;
    const [unrecognized] = partsOf(valueWith({ message_echoes: [nobody], contacts: [] }));
    expect(unrecognized).toMatchObject({
      unrecognized: { path: '$.entry[0].changes[0].value.message_echoes[0].to' },
    });
  });
});
