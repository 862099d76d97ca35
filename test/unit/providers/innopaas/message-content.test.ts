import { describe, expect, it } from 'vitest';
import { inbound, received, unrecognizedOf } from './callbacks.ts';

describe('the content of an InnoPaaS message', () => {
  it('is read with names in either spelling', () => {
    const camelCase = { productItems: [{ productRetailerId: 'SKU-1', itemPrice: '9.5' }] };
    const snakeCase = { product_items: [{ product_retailer_id: 'SKU-1', item_price: 9.5 }] };
    const content = {
      kind: 'order',
      items: [{ productRetailerId: 'SKU-1', itemPrice: 9.5 }],
    };
    expect(received(inbound({ type: 'order', order: camelCase })).content).toEqual(content);
    expect(received(inbound({ type: 'order', order: snakeCase })).content).toEqual(content);
  });

  it.each(['contact', 'contacts'])('has its cards under %s, in a list or alone', (key) => {
    const card = { name: { firstName: 'Grace' }, phones: [{ wa_id: '447700900456' }] };
    const content = {
      kind: 'contacts',
      contacts: [
        {
          name: { first: 'Grace' },
          phones: [{ phone: '447700900456', userId: '447700900456' }],
          emails: [],
          urls: [],
          addresses: [],
        },
      ],
    };
    expect(received(inbound({ type: 'contacts', [key]: [card] })).content).toEqual(content);
    expect(received(inbound({ type: 'contacts', [key]: card })).content).toEqual(content);
    const other = key === 'contact' ? 'contacts' : 'contact';
    const both = inbound({ type: 'contacts', [key]: [card], [other]: [] });
    expect(received(both).content).toEqual(content);
  });

  it.each([
    ['listReply', 'list_reply'],
    ['list_reply', 'list_reply'],
    ['buttonReply', 'button_reply'],
    ['button_reply', 'button_reply'],
  ])('may be a reply: %s', (type, kind) => {
    const interactive = { type, [type]: { id: 'a', title: 'First' } };
    expect(received(inbound({ type: 'interactive', interactive })).content).toEqual({
      kind,
      id: 'a',
      title: 'First',
    });
  });

  it('keeps the names inside the response of a form', () => {
    const nfmReply = {
      name: 'flow',
      responseJson: { firstName: 'Ada', newAddress: { zipCode: 1 } },
    };
    const interactive = { type: 'nfmReply', nfmReply };
    expect(received(inbound({ type: 'interactive', interactive })).content).toEqual({
      kind: 'flow_reply',
      name: 'flow',
      responseJson: '{"firstName":"Ada","newAddress":{"zipCode":1}}',
    });
  });

  it('is unsupported where the type is unknown and there are errors', () => {
    const error = { code: 131051, title: 'Unsupported message type', details: 'Not supported' };
    const content = {
      kind: 'unsupported',
      providerType: 'unknown',
      errors: [{ code: '131051', title: 'Unsupported message type', detail: 'Not supported' }],
    };
    const unsupported = inbound({ type: 'unknown', errors: [error] });
    expect(received(unsupported).content).toEqual(content);
    expect(received(unsupported).errors).toBeUndefined();
    expect(received(inbound({ type: 'unknown', errors: error })).content).toEqual(content);
  });

  it.each([
    ['unknown', []],
    ['unknown', null],
    ['poll_creation', undefined],
  ] as const)('is of an unknown kind for the type %s with the errors %j', (type, errors) => {
    const body = inbound({ type, ...(errors !== undefined && { errors }) });
    expect(received(body).content).toEqual({ kind: 'unknown', providerType: type });
  });

  it('has a file with a link over http, without a hash that is not one', () => {
    const image = { mimeType: 'image/jpeg', sha256: 'IMAGE_HASH', link: 'http://media.example/a' };
    expect(received(inbound({ type: 'image', image })).media).toEqual([
      { index: 0, role: 'content', url: 'http://media.example/a', mimeType: 'image/jpeg' },
    ]);
  });

  it('replies to the message that its context names', () => {
    const context = { from: '+1 555 010 0001', id: 'wamid.Q', frequentlyForwarded: 'true' };
    expect(received(inbound({ context })).context).toEqual({
      messageId: 'wamid.Q',
      from: '15550100001',
      frequentlyForwarded: true,
    });
  });

  it('is unrecognized with a path in the names that InnoPaaS documents', () => {
    const reaction = { emoji: '👍' };
    expect(unrecognizedOf(inbound({ type: 'reaction', reaction }))).toMatchObject({
      reason: 'invalid_shape',
      providerEvent: 'whatsapp_mo_message_received',
      path: '$.body.reaction.messageId',
    });
  });
});
