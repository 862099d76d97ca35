import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json.ts';
import { toDraft } from '../../support/result-reader.ts';
import { messageOf, messageWith, resultsOf, toBody, unrecognizedOf, valueWith } from './values.ts';

const sha256Base64 = 'X+rJ8sVYdTYG9nD3JOGjJAb4GE3qw89S8kQNQ2fRj1w=';
const sha256Hex = '5feac9f2c558753606f670f724e1a32406f8184deac3cf52f2440d4367d18f5c';

/** A message of one type, with the object that is named after the type. */
function typed(type: string, object?: JsonObject | readonly JsonObject[]): JsonObject {
  const { text: _, ...message } = messageWith({ type });
  return object === undefined ? message : { ...message, [type]: object };
}

const contentOf = (message: JsonObject) => messageOf(message).content;

describe('the content of a WhatsApp message', () => {
  it.each([
    ['text', { body: 'hello' }, { kind: 'text', text: 'hello' }],
    [
      'location',
      { latitude: '51.5', longitude: -0.12, name: 'Westminster', address: '', url: null },
      { kind: 'location', latitude: 51.5, longitude: -0.12, name: 'Westminster' },
    ],
    [
      'button',
      { text: 'Yes', payload: 'yes-1' },
      { kind: 'button', text: 'Yes', payload: 'yes-1' },
    ],
    [
      'order',
      { catalog_id: '19', text: 'Please', product_items: [{ quantity: '2', item_price: '12.5' }] },
      { kind: 'order', catalogId: '19', text: 'Please', items: [{ quantity: 2, itemPrice: 12.5 }] },
    ],
    ['order', { catalog_id: '19' }, { kind: 'order', catalogId: '19', items: [] }],
    [
      'reaction',
      { message_id: 'wamid.A', emoji: '👍' },
      { kind: 'reaction', messageId: 'wamid.A', emoji: '👍' },
    ],
    ['reaction', { message_id: 'wamid.A', emoji: '' }, { kind: 'reaction', messageId: 'wamid.A' }],
    ['reaction', { message_id: 'wamid.A' }, { kind: 'reaction', messageId: 'wamid.A' }],
    ['revoke', { original_message_id: 'wamid.A' }, { kind: 'revoke', messageId: 'wamid.A' }],
    ['request_welcome', undefined, { kind: 'system', type: 'request_welcome' }],
  ])('of the type %s is read (%j)', (type, object, content) => {
    expect(contentOf(typed(type, object))).toEqual(content);
  });

  it.each([
    [
      { type: 'button_reply', button_reply: { id: 'b1', title: 'Cancel' } },
      { kind: 'button_reply', id: 'b1', title: 'Cancel' },
    ],
    [
      { type: 'list_reply', list_reply: { id: 'r1', title: 'Express', description: 'Next day' } },
      { kind: 'list_reply', id: 'r1', title: 'Express', description: 'Next day' },
    ],
    [
      { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"a":1}' } },
      { kind: 'flow_reply', name: 'flow', text: 'Sent', responseJson: '{"a":1}' },
    ],
    [
      { type: 'nfm_reply', nfm_reply: { response_json: { a: 1 } } },
      { kind: 'flow_reply', responseJson: '{"a":1}' },
    ],
    [
      {
        type: 'call_permission_reply',
        call_permission_reply: {
          response: 'accept',
          is_permanent: 'false',
          expiration_timestamp: 1750459400,
          response_source: 'automatic',
        },
      },
      {
        kind: 'call_permission_reply',
        response: 'accept',
        permanent: false,
        expiresAt: '2025-06-20T22:43:20.000Z',
        source: 'automatic',
      },
    ],
    [{ type: 'seat_reply' }, { kind: 'unknown', providerType: 'interactive.seat_reply' }],
  ])('of a reply to an interactive message is read (%j)', (interactive, content) => {
    expect(contentOf(typed('interactive', interactive))).toEqual(content);
  });

  it.each(['image', 'audio', 'video', 'document', 'sticker'])(
    'of a file of the type %s has its kind and its media',
    (type) => {
      const file = { id: '217', mime_type: 'image/jpeg; q=1', sha256: sha256Base64 };
      const { content, media } = messageOf(
        typed(type, { ...file, url: 'https://media.example/f' }),
      );
      expect(content).toEqual({ kind: type });
      expect(media).toEqual([
        {
          index: 0,
          role: 'content',
          url: 'https://media.example/f',
          providerMediaId: '217',
          mimeType: 'image/jpeg; q=1',
          sha256: sha256Hex,
        },
      ]);
    },
  );

  it("has a file with its caption and name, and a reseller's lasting link rather than Meta's", () => {
    const file = {
      link: 'https://media.example/report.pdf',
      url: 'https://lookaside.example/1',
      caption: 'As promised',
      filename: 'report.pdf',
      file_size: 719,
    };
    expect(messageOf(typed('document', file)).media).toEqual([
      {
        index: 0,
        role: 'content',
        url: 'https://media.example/report.pdf',
        filename: 'report.pdf',
        caption: 'As promised',
        sizeBytes: 719,
      },
    ]);
  });

  it('is a voice note when it was recorded in the chat', () => {
    expect(contentOf(typed('audio', { id: '1', voice: true }))).toEqual({
      kind: 'audio',
      voice: true,
    });
    expect(contentOf(typed('voice', { id: '1' }))).toEqual({ kind: 'audio', voice: true });
  });

  it('says whether a sticker is animated', () => {
    const sticker = typed('sticker', { id: '1', animated: true });
    expect(contentOf(sticker)).toEqual({ kind: 'sticker', animated: true });
  });

  it('may be address-book cards, with numbers in canonical form or as written', () => {
    const card = {
      name: { formatted_name: 'Grace Example', first_name: 'Grace' },
      org: { company: 'Example Ltd' },
      birthday: '1990-05-17',
      phones: [
        { phone: '+44 7700 900456', wa_id: '447700900456', type: 'CELL' },
        { phone: '07700 900789', type: 'HOME' },
        { phone: '07700 900555', wa_id: '447700900555' },
      ],
      emails: [{ email: 'grace@shop.example', type: 'WORK' }],
      urls: [{ url: 'https://shop.example' }],
      addresses: [{ city: 'London', country_code: 'gb' }],
    };
    expect(contentOf(typed('contacts', [card]))).toEqual({
      kind: 'contacts',
      contacts: [
        {
          name: { formatted: 'Grace Example', first: 'Grace' },
          organization: { company: 'Example Ltd' },
          birthday: '1990-05-17',
          phones: [
            { phone: '447700900456', userId: '447700900456', type: 'CELL' },
            { written: '07700 900789', type: 'HOME' },
            { phone: '447700900555', written: '07700 900555', userId: '447700900555' },
          ],
          emails: [{ email: 'grace@shop.example', type: 'WORK' }],
          urls: [{ url: 'https://shop.example' }],
          addresses: [{ city: 'London', countryCode: 'gb' }],
        },
      ],
    });
  });

  it('may be an edited text', () => {
    const message = { type: 'text', text: { body: 'at eight' }, context: { id: 'wamid.A' } };
    expect(messageOf(typed('edit', { original_message_id: 'wamid.A', message }))).toMatchObject({
      content: { kind: 'edit', messageId: 'wamid.A', text: 'at eight' },
      media: [],
    });
  });

  it('may be an edited caption, with its file', () => {
    const message = { type: 'image', image: { id: '217', caption: 'corrected' } };
    expect(messageOf(typed('edit', { original_message_id: 'wamid.A', message }))).toMatchObject({
      content: { kind: 'edit', messageId: 'wamid.A', text: 'corrected' },
      media: [{ index: 0, role: 'content', providerMediaId: '217', caption: 'corrected' }],
    });
  });

  it.each(['image', 'audio', 'video', 'document'])('may be an edit of a file: %s', (type) => {
    const message = { type, [type]: { id: '7', caption: 'corrected' } };
    expect(messageOf(typed('edit', { original_message_id: 'wamid.A', message }))).toMatchObject({
      content: { kind: 'edit', messageId: 'wamid.A', text: 'corrected' },
      media: [{ providerMediaId: '7' }],
    });
  });

  it('may be an edit that only names the message', () => {
    const edit = { original_message_id: 'wamid.A' };
    expect(contentOf(typed('edit', edit))).toEqual({ kind: 'edit', messageId: 'wamid.A' });
  });
});

describe('a message that WhatsApp cannot show', () => {
  const errors = [
    { code: 131051, title: 'Message type unknown', error_data: { details: 'Not supported.' } },
  ];
  const canonicalErrors = [
    { code: '131051', title: 'Message type unknown', detail: 'Not supported.' },
  ];

  it.each([
    ['unsupported', {}, 'unsupported'],
    ['unsupported', { unsupported: { type: 'poll_creation' } }, 'poll_creation'],
    ['unknown', {}, 'unknown'],
    ['image', {}, 'image'],
    ['errors', {}, 'errors'],
  ])('as %s (%j) is unsupported, with the errors', (type, extra, providerType) => {
    expect(contentOf({ ...typed(type), ...extra, errors })).toEqual({
      kind: 'unsupported',
      providerType,
      errors: canonicalErrors,
    });
  });

  it('is unsupported also without errors when WhatsApp says so', () => {
    expect(contentOf(typed('unsupported'))).toMatchObject({ kind: 'unsupported', errors: [] });
  });

  it('has its errors beside content that is there', () => {
    const message = messageOf(messageWith({ errors }));
    expect(message.content).toEqual({ kind: 'text', text: 'hello' });
    expect(message.errors).toEqual(canonicalErrors);
  });

  it('has the message of an error as title where that has no title', () => {
    const error = { code: 1, message: 'Something' };
    expect(contentOf({ ...typed('unsupported'), errors: [error] })).toMatchObject({
      errors: [{ code: '1', title: 'Something' }],
    });
  });
});

describe('a message of a new type', () => {
  it.each(['hologram', 'constructor', '__proto__'])('is received as unknown (%s)', (type) => {
    expect(contentOf(messageWith({ type }))).toEqual({ kind: 'unknown', providerType: type });
  });

  it('is received as unknown without a type and an object', () => {
    expect(contentOf({ ...typed('') })).toEqual({ kind: 'unknown' });
  });

  it('is of the type whose object it has when it names no type', () => {
    expect(contentOf(messageWith({ type: '' }))).toEqual({ kind: 'text', text: 'hello' });
    expect(contentOf(messageWith({ type: null, image: '' }))).toMatchObject({ kind: 'text' });
    expect(contentOf(messageWith({ type: '', image: { id: '1' } }))).toEqual({ kind: 'unknown' });
  });
});

describe('a message whose content cannot be read', () => {
  const at = '$.entry[0].changes[0].value.messages[0]';

  it.each([
    ['text', 'two', '.text'],
    ['text', {}, '.text.body'],
    ['location', { latitude: 122.5, longitude: 1 }, '.location.latitude'],
    ['location', { latitude: 12.5 }, '.location.longitude'],
    ['reaction', { emoji: '👍' }, '.reaction.message_id'],
    ['edit', {}, '.edit.original_message_id'],
    [
      'edit',
      { original_message_id: 'wamid.A', message: { type: 'text', text: { body: [] } } },
      '.edit.message.text.body',
    ],
    ['revoke', {}, '.revoke.original_message_id'],
    ['system', 'text', '.system'],
  ])('is unrecognized and names the path (%s %j)', (type, object, path) => {
    const message = { ...typed(type), ...(object !== undefined && { [type]: object }) };
    expect(unrecognizedOf(valueWith({ messages: [message] }))).toMatchObject({
      reason: 'invalid_shape',
      providerEvent: 'messages',
      path: at + path,
    });
  });
});

describe('a message without the object of its type', () => {
  const context = { id: 'wamid.OUT' };
  const errors = [{ code: 131000, title: 'Something went wrong' }];
  const unsupported = {
    kind: 'unsupported',
    errors: [{ code: '131000', title: 'Something went wrong' }],
  };

  it.each(['text', 'image', 'contacts', 'interactive', 'order', 'edit', 'system', 'poll'])(
    'is a message all the same, with its context (%s)',
    (type) => {
      for (const object of [undefined, null, '']) {
        const message = messageOf({ ...typed(type), [type]: object ?? null, context });
        expect(message.content).toEqual({ kind: 'unknown', providerType: type });
        expect(message.context?.messageId).toBe('wamid.OUT');
      }
    },
  );

  it.each(['text', 'image', 'interactive', 'poll'])(
    'is unsupported with its errors (%s)',
    (type) => {
      const content = { ...unsupported, providerType: type };
      expect(messageOf({ ...typed(type), context, errors })).toMatchObject({
        content,
        context: { messageId: 'wamid.OUT' },
      });
      expect(messageOf({ ...typed(type), context }, { errors })).toMatchObject({
        content,
        context: { messageId: 'wamid.OUT' },
      });
    },
  );

  it('is any that lacks its object, when the errors stand beside several', () => {
    const messages = [
      messageWith({ id: 'wamid.A' }),
      { ...typed('image'), id: 'wamid.B' },
      { ...typed('text'), id: 'wamid.C' },
    ];
    const results = resultsOf(valueWith({ messages, errors }));
    const kinds = results.map((result) => {
      const draft = toDraft(result);
      return draft.type === 'message.received' && draft.data.message.content.kind;
    });
    expect(kinds).toEqual(['text', 'unsupported', 'unsupported']);
  });

  it('has a raw form with the errors, which gives the same alone', () => {
    const messages = [messageWith({ id: 'wamid.A' }), { ...typed('image'), id: 'wamid.B' }];
    const [first, second] = resultsOf(valueWith({ messages, errors }));
    expect(JSON.stringify(first?.kind === 'event' && first.draft.raw)).not.toContain('131000');
    const raw = second?.kind === 'event' ? second.draft.raw : undefined;
    expect(raw).toEqual(toBody(valueWith({ messages: messages.slice(1), errors })));
  });

  it('leaves the errors of the callback to the account when no message lacks anything', () => {
    expect(resultsOf(valueWith({ messages: [messageWith()], errors }))).toMatchObject([
      { draft: { type: 'message.received' } },
      { draft: { type: 'account.updated' } },
    ]);
  });

  it('is what it says by its type alone', () => {
    expect(messageOf(typed('request_welcome')).content.kind).toBe('system');
  });
});
