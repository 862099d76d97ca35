import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../shared/json.ts';
import { messageCreated, messageOf } from './callbacks.ts';

const custom = (custom_type: number, data: JsonValue, more = {}) =>
  messageOf(messageCreated({ type: 110, custom_type, content: { data }, ...more }));

describe('a template message of the console', () => {
  it('has the template as approved and the values of its parameters', () => {
    const data = {
      template_id: '277',
      name: 'summer_sale',
      language: 'en',
      category: 'MARKETING',
      components: [
        { type: 'HEADER', text: 'Sale' },
        { type: 'body', text: 'Hello {{1}}' },
        { type: 'FOOTER', text: 'Bye' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'URL', text: 'Shop', url: 'https://shop.example/{{1}}' },
            { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+1 555 010 0001' },
          ],
        },
      ],
      raw_params: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 123456 },
            { type: 'payload', payload: 'more' },
            { type: 'coupon_code', coupon_code: 'SUMMER' },
            { type: 'currency', currency: { fallback_value: '$10' } },
            { type: 'date_time', date_time: { fallback_value: 'May 1' } },
            { type: 'something_else' },
          ],
        },
        { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: 'a' }] },
      ],
    };
    expect(custom(11002, data).content).toEqual({
      kind: 'template',
      template: { id: '277', name: 'summer_sale', language: 'en', category: 'MARKETING' },
      header: 'Sale',
      body: 'Hello {{1}}',
      footer: 'Bye',
      buttons: [
        { type: 'URL', text: 'Shop', url: 'https://shop.example/{{1}}' },
        { type: 'PHONE_NUMBER', text: 'Call', phone: '15550100001' },
      ],
      parameters: [
        { component: 'body', values: ['123456', 'more', 'SUMMER', '$10', 'May 1'] },
        { component: 'button', subType: 'url', index: '0', values: ['a'] },
      ],
    });
  });

  it.each(['image', 'video', 'document'])('has the %s in its header as a file', (type) => {
    const file = { link: 'https://media.example/photo.jpg', id: '1', filename: 'photo.jpg' };
    const raw_params = [{ type: 'header', parameters: [{ type, [type]: file }] }];
    expect(custom(11002, { name: 'summer_sale', raw_params }).media).toEqual([
      {
        index: 0,
        role: 'header',
        url: 'https://media.example/photo.jpg',
        providerMediaId: '1',
        filename: 'photo.jpg',
      },
    ]);
  });

  it.each([11008, 11009])('of the type %i is read when it names a template', (type) => {
    const data = { template_id: 31, text: 'Your code is 123456' };
    expect(custom(type, data).content).toEqual({
      kind: 'template',
      template: { id: '31' },
      body: 'Your code is 123456',
    });
  });
});

describe('a reply in the console', () => {
  it('is a button, and names the message that it replies to', () => {
    const data = { replying_to: 'Subscribed', text: '1111', payload: 'one' };
    expect(custom(11006, data, { custom_id: 260700000084 })).toMatchObject({
      content: { kind: 'button', text: '1111', payload: 'one' },
      context: { messageId: '260700000084', quotedText: 'Subscribed' },
    });
  });

  it('names no message when the callback names none', () => {
    expect(custom(11006, { text: '1111' })).not.toHaveProperty('context');
  });

  it.each([
    [{ text: 'Yes', postbackData: 'yes' }, undefined],
    [{ text: 'Yes', postback_data: 'yes', type: 'REPLY' }, 'reply'],
    [{ text: 'Yes', postbackData: 'yes', type: 'ACTION' }, 'action'],
  ])('is a suggestion of RCS (%j)', (data, type) => {
    const content = { kind: 'suggestion', type, text: 'Yes', postbackData: 'yes' };
    expect(custom(11010, data).content).toEqual(content);
  });

  it.each([{ text: 'Yes' }, { postbackData: 'yes' }])(
    'is a suggestion of RCS with one of its two parts (%j)',
    (data) => {
      expect(custom(11010, data).content).toEqual({ kind: 'suggestion', ...data });
    },
  );

  it('may be JSON as text, at either level, or without the level of data', () => {
    const data = { text: '1111' };
    for (const content of [
      JSON.stringify({ data }),
      JSON.stringify({ data: JSON.stringify(data) }),
      data,
    ]) {
      const body = messageCreated({ type: 110, custom_type: 11006, content });
      expect(messageOf(body).content).toEqual({ kind: 'button', text: '1111' });
    }
  });
});

describe('a custom message that cannot be read', () => {
  it.each([
    [11002, null],
    [11002, { components: [] }],
    [11002, { name: { en: 'an object where text belongs' } }],
    [11008, {}],
    [11009, { cards: [] }],
    [11010, { stars: 5 }],
    [11042, { text: 'a type of tomorrow' }],
  ])('of the type %i has unknown content and is not quarantined (%j)', (type, data) => {
    expect(custom(type, data)).toMatchObject({
      content: { kind: 'unknown', providerType: `110.${type}` },
      media: [],
    });
  });

  it('has only its type as name when it has no custom type', () => {
    const body = messageCreated({ type: 110, custom_type: null });
    expect(messageOf(body).content).toEqual({ kind: 'unknown', providerType: '110' });
  });
});
