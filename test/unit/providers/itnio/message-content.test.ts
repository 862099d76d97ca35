import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { draftOf, messageCallback, textCallback, unrecognizedOf } from './callbacks.ts';

function messageOf(message: JsonObject) {
  return draftOf('message.received', messageCallback(message)).data.message;
}

describe('the id of an ITNIO message', () => {
  const { messageId, ...anonymous } = textCallback;
  const idOf = (body: JsonObject) => draftOf('message.received', body).data.message.id;

  it('is that of ITNIO', () => {
    expect(idOf(textCallback)).toBe(messageId);
  });

  it('is made from content and time where ITNIO gives none', () => {
    expect(idOf(anonymous)).toMatch(/^content:/);
    expect(idOf({ ...anonymous, sendNum: 1 })).toBe(idOf(anonymous));
    for (const other of [
      { timestamp: 1762930801 },
      { from: { phone: '447700900456' } },
      { message: { type: 'text', text: { body: 'Hello again' } } },
    ]) {
      expect(idOf({ ...anonymous, ...other })).not.toBe(idOf(anonymous));
    }
  });

  it('must be there where there is no time', () => {
    expect(unrecognizedOf({ ...anonymous, timestamp: 0 })).toMatchObject({ path: '$.messageId' });
  });
});

describe('a file of an ITNIO message', () => {
  const image = { id: '1517000000000001', mimeType: 'image/jpeg', filePath: 'filePath' };

  it('has a link only when it can be downloaded', () => {
    const link = 'https://media.example/photo.jpg';
    const linked = messageOf({ type: 'image', image: { ...image, filePath: link } });
    expect(linked.media).toMatchObject([{ url: link }]);
    expect(messageOf({ type: 'image', image }).media).toEqual([
      { index: 0, role: 'content', providerMediaId: '1517000000000001', mimeType: 'image/jpeg' },
    ]);
  });

  it('has its hash as hex, and no hash where it is not one', () => {
    const hashOf = (sha256: string) =>
      messageOf({ type: 'image', image: { ...image, sha256 } }).media[0]?.sha256;
    expect(hashOf(`${'A'.repeat(42)}E=`)).toBe(`${'0'.repeat(63)}1`);
    expect(hashOf('sha256')).toBeUndefined();
  });

  it('is listed even without any fields', () => {
    expect(messageOf({ type: 'video', video: {} }).media).toEqual([{ index: 0, role: 'content' }]);
  });

  it.each([true, 'true', 'false'])('may be a sticker with animated %j', (animated) => {
    expect(messageOf({ type: 'sticker', sticker: { animated } }).content).toEqual({
      kind: 'sticker',
      animated: String(animated) === 'true',
    });
  });

  it.each(['image', 'audio', 'video', 'document', 'sticker'])(
    'may be missing in a message of type %s, which is a message all the same',
    (type) => {
      expect(messageOf({ type })).toMatchObject({
        content: { kind: 'unknown', providerType: type },
        media: [],
      });
      expect(unrecognizedOf(messageCallback({ type, [type]: 'text' }))).toMatchObject({
        reason: 'invalid_shape',
        path: `$.message.${type}`,
        problem: 'expected object',
      });
    },
  );
});

describe('an interactive ITNIO message', () => {
  it('is a menu when it has the form of one that a business sends', () => {
    const action = { buttons: { reply: { id: 1, title: 'Yes' } } };
    expect(
      messageOf({ type: 'interactive', interactive: { type: 'button', action } }).content,
    ).toEqual({ kind: 'menu', type: 'button', buttons: [{ id: '1', title: 'Yes' }] });
  });

  it('is a menu of a new type', () => {
    const interactive = { type: 'carousel', body: { text: 'Choose' } };
    expect(messageOf({ type: 'interactive', interactive }).content).toEqual({
      kind: 'menu',
      type: 'carousel',
      body: 'Choose',
    });
  });

  it.each<[string, JsonObject, string]>([
    ['list_reply', { id: 'a', title: 'A' }, 'list_reply'],
    ['button_reply', { id: 'a', title: 'A' }, 'button_reply'],
    ['nfm_reply', { response_json: '{}' }, 'flow_reply'],
  ])('of type %s is a reply', (type, response, kind) => {
    const interactive = { type, [type]: response };
    expect(messageOf({ type: 'interactive', interactive }).content.kind).toBe(kind);
    const untyped = { [type]: response };
    expect(messageOf({ type: 'interactive', interactive: untyped }).content.kind).toBe(kind);
  });
});

describe('an ITNIO message that WhatsApp cannot show', () => {
  const reason = { code: 131051, title: 'Unsupported', details: 'Not supported' };
  const error = { code: '131051', title: 'Unsupported', detail: 'Not supported' };

  it.each<JsonValue>([reason, [reason], { ...reason, details: { details: 'Not supported' } }])(
    'has the reason: %j',
    (unsupported) => {
      expect(messageOf({ type: 'unsupported', unsupported }).content).toEqual({
        kind: 'unsupported',
        errors: [error],
      });
    },
  );

  it('is unsupported also with the type unknown', () => {
    expect(messageOf({ type: 'unknown', unknown: reason }).content).toEqual({
      kind: 'unsupported',
      providerType: 'unknown',
      errors: [error],
    });
  });

  it('has its message as title where there is no title', () => {
    const unsupported = { code: '131060', message: 'Unavailable' };
    expect(messageOf({ type: 'unsupported', unsupported }).content).toMatchObject({
      errors: [{ code: '131060', title: 'Unavailable' }],
    });
  });

  it('is unknown with the type unknown and without a reason', () => {
    expect(messageOf({ type: 'unknown' }).content).toEqual({
      kind: 'unknown',
      providerType: 'unknown',
    });
  });
});

describe('an ITNIO message of a type that ITNIO does not document', () => {
  it('is read in the form of the Cloud API', () => {
    const reaction = { message_id: 'abc', emoji: '' };
    expect(messageOf({ type: 'reaction', reaction }).content).toEqual({
      kind: 'reaction',
      messageId: 'abc',
    });
  });

  it.each([{ type: 'poll', poll: {} }, { type: '__proto__' }, {}])(
    'has unknown content, and is received all the same: %j',
    (message) => {
      expect(messageOf(message).content.kind).toBe('unknown');
    },
  );
});

describe('the context of an ITNIO message', () => {
  const contextOf = (context: JsonValue) =>
    messageOf({ type: 'text', text: { body: 'Hello' }, context }).context;

  it.each(['frequently_forwarded', 'frequently_forwarded '])('reads the key %j', (key) => {
    expect(contextOf({ forwarded: 'true', [key]: 'true' })).toEqual({
      forwarded: true,
      frequentlyForwarded: true,
    });
  });

  it('is absent when it is empty', () => {
    for (const context of [undefined, null, '', {}, { id: '', referred_product: null }]) {
      expect(contextOf(context ?? null)).toBeUndefined();
    }
  });

  it('names the author of the quoted message, by phone number or as written', () => {
    expect(contextOf({ from: '+1 555 010 0001' })).toEqual({ from: '15550100001' });
    expect(contextOf({ from: 'WABAID' })).toEqual({ from: 'WABAID' });
  });
});
