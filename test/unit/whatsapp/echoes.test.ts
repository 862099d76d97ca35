import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
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

describe('what the business sent', () => {
  const contentOf = (type: string, content: JsonValue, around: JsonObject = {}) => {
    const value = { ...echo, type, [type]: content, ...around };
    const { data } = draftOf(valueWith({ message_echoes: [value] }));
    return 'message' in data ? data.message.content : undefined;
  };

  it('is a template, with its definition and the values of its parameters', () => {
    const text = (written: string) => ({ type: 'text', text: written });
    const components = [
      { type: 'body', parameters: [text('Ada'), { coupon_code: 'SUMMER' }] },
      {
        type: 'button',
        sub_type: 'quick_reply',
        index: 0,
        parameters: [{ type: 'payload', payload: 'yes' }],
      },
    ];
    const definition = {
      category: 'UTILITY',
      components: [
        { type: 'HEADER', text: 'Order' },
        { type: 'body', text: 'Hello {{1}}' },
        { type: 'FOOTER', text: 'Bye' },
      ],
    };
    const template = { name: 'order', language: { code: 'en' }, components, definition };
    expect(contentOf('template', template)).toEqual({
      kind: 'template',
      template: { name: 'order', language: 'en', category: 'UTILITY' },
      header: 'Order',
      body: 'Hello {{1}}',
      footer: 'Bye',
      parameters: [
        { component: 'body', values: ['Ada', 'SUMMER'] },
        { component: 'button', subType: 'quick_reply', index: '0', values: ['yes'] },
      ],
    });
  });

  it('is a list that the user may choose from', () => {
    const row = { id: '1', title: 'One', description: 'First' };
    const list = {
      type: 'list',
      header: { text: 'Menu' },
      body: { text: 'What do you want?' },
      footer: { text: 'Bye' },
      action: { button: 'Choose', sections: [{ title: 'Food', rows: [row] }] },
    };
    expect(contentOf('interactive', list)).toEqual({
      kind: 'menu',
      type: 'list',
      header: 'Menu',
      body: 'What do you want?',
      footer: 'Bye',
      button: 'Choose',
      sections: [{ title: 'Food', rows: [row] }],
    });
  });

  it.each([
    [{ flow_cta: 'Book', display_text: 'Open' }, 'Book'],
    [{ display_text: 'Open' }, 'Open'],
  ])('is a menu whose button %j says %s', (parameters, button) => {
    expect(contentOf('interactive', { type: 'flow', action: { parameters } })).toMatchObject({
      kind: 'menu',
      button,
    });
  });
});
