import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/json.ts';
import { toDraft } from '../../../support/result-reader.ts';
import { at, callbackOf, draftOf, eventOf, page, resultsOf, user } from './callbacks.ts';

const typesOf = (body: JsonObject) =>
  resultsOf(body).map((result) => (result.kind === 'event' ? result.draft.type : result.kind));

const text = (mid: string) => eventOf({ message: { mid, text: 'Hello' } });

describe('the parties of an event', () => {
  it('are known by ids, also where an id looks like a phone number', () => {
    expect(draftOf({ message: { mid: 'm_1', text: 'Hello' } })).toMatchObject({
      type: 'message.received',
      channel: 'messenger',
      data: {
        message: {
          business: { id: page },
          user: { id: user },
          conversation: { key: `messenger#${page}#${user}` },
        },
      },
    });
  });

  const echo = { message: { mid: 'm_1', text: 'Hello', is_echo: true } };

  it('are the other way round in an echo', () => {
    const sides = { sender: { id: page }, recipient: { id: user } };
    expect(draftOf(echo, sides)).toMatchObject({
      type: 'message.sent',
      data: { message: { business: { id: page }, user: { id: user } } },
    });
  });

  it('are those of the entry, where an echo has them like a message of the user', () => {
    expect(draftOf(echo)).toMatchObject({
      type: 'message.sent',
      data: { message: { business: { id: page }, user: { id: user } } },
    });
  });

  it('are those of an echo without the word for it', () => {
    const sides = { sender: { id: page }, recipient: { id: user } };
    expect(draftOf({ message: { mid: 'm_1', text: 'Hello' } }, sides).type).toBe('message.sent');
  });
});

describe('a message that has no id of its own', () => {
  const reaction = { mid: 'm_1', action: 'react', emoji: '👍' };
  const idOf = (what: JsonObject, over?: JsonObject) => {
    const { data } = draftOf(what, over);
    return 'message' in data ? data.message.id : undefined;
  };

  it('is another one when a user reacts again', () => {
    const once = idOf({ reaction });
    expect(idOf({ reaction })).toBe(once);
    expect(idOf({ reaction }, { timestamp: at + 1 })).not.toBe(once);
    expect(idOf({ reaction: { ...reaction, action: 'unreact' } })).not.toBe(once);
  });

  it('is another one than the message that was unsent or edited', () => {
    expect(idOf({ message: { mid: 'm_1', is_deleted: true } })).toMatch(/^content:/);
    expect(idOf({ message_edit: { mid: 'm_1', text: 'Hi', num_edit: 1 } })).toMatch(/^content:/);
  });
});

describe('a reaction', () => {
  const emojiOf = (reaction: JsonObject) => {
    const { data } = draftOf({ reaction: { mid: 'm_1', ...reaction } });
    return 'message' in data && data.message.content.kind === 'reaction'
      ? data.message.content.emoji
      : 'not a reaction';
  };

  it.each([
    ['the emoji', { action: 'react', reaction: 'love', emoji: '😍' }, '😍'],
    ['the emoji of a word', { action: 'react', reaction: 'Like' }, '👍'],
    ['a word that has none', { action: 'react', reaction: 'other' }, 'other'],
    ['nothing but the action', { action: 'react' }, 'other'],
    ['an emoji that is taken back', { action: 'unreact', emoji: '😍' }, undefined],
  ])('has %s', (_what, reaction, emoji) => {
    expect(emojiOf(reaction)).toBe(emoji);
  });

  it('that says neither is quarantined, and not taken for one that was removed', () => {
    expect(typesOf(callbackOf('messaging', eventOf({ reaction: { mid: 'm_1' } })))).toEqual([
      'unrecognized',
    ]);
  });
});

describe('an event that says which messages were read', () => {
  it('is one status for each id; an id that cannot be read loses no other', () => {
    const read = { mids: ['m_1', {}, 'm_2'], watermark: at };
    expect(typesOf(callbackOf('messaging', eventOf({ read })))).toEqual([
      'message.status.updated',
      'unrecognized',
      'message.status.updated',
    ]);
  });

  it('is unmapped where the page has read what the user wrote', () => {
    const sides = { sender: { id: page }, recipient: { id: user } };
    const event = eventOf({ read: { mids: ['m_1'] } }, sides);
    expect(typesOf(callbackOf('messaging', event))).toEqual(['unmapped']);
    for (const result of resultsOf(callbackOf('messaging', event, text('m_2')))) {
      const raw = result.kind === 'unmapped' ? result.raw : undefined;
      if (result.kind !== 'event')
        expect(resultsOf(raw ?? null)).toMatchObject([{ kind: 'unmapped' }]);
    }
  });

  it('is about all messages up to a time, where it has no id', () => {
    expect(draftOf({ read: { watermark: at - 1, mids: [] } })).toMatchObject({
      type: 'conversation.updated',
      data: { aspect: 'status', current: 'read', until: '2026-11-18T11:59:59.999Z' },
    });
  });
});

describe('a callback', () => {
  it('may hold events in every list, and an entry that is a change', () => {
    const body = {
      object: 'page',
      entry: [
        { id: page, time: at, messaging: [text('m_1'), text('m_2')] },
        { id: page, time: at, standby: [text('m_3')] },
        { id: page, time: at, changes: [{ field: 'standby', value: text('m_4') }] },
        { id: page, time: at, field: 'messages', value: text('m_5') },
        { id: page, time: at },
      ],
    };
    expect(typesOf(body)).toEqual([
      'message.received',
      'message.received',
      'standby.message.received',
      'standby.message.received',
      'message.received',
      'unrecognized',
    ]);
  });

  it.each([
    [
      'an entry that is an event',
      { object: 'page', entry: [{ id: page, time: at, ...text('m_1') }] },
    ],
    ['an event without an entry', text('m_1')],
    ['a change without an entry', { field: 'messages', value: text('m_1') }],
  ])('may be %s', (_what, body) => {
    expect(typesOf(body)).toEqual(['message.received']);
  });

  it('loses nothing of an event that says two things', () => {
    const both = eventOf({
      message: { mid: 'm_1', text: 'Hello' },
      referral: { ref: 'poster-7', source: 'SHORTLINK' },
    });
    const results = resultsOf(callbackOf('messaging', both));
    expect(results.map((result) => toDraft(result, 'messenger').providerEvent)).toEqual([
      'messages',
      'messaging_referrals',
    ]);
  });

  it.each([
    ['another product', { object: 'instagram', entry: [{ id: '1', messaging: [text('m_1')] }] }],
    ['no entry', { object: 'page', entry: [] }],
    ['an entry that is text', { object: 'page', entry: ['{'] }],
    ['an event that is text', callbackOf('messaging', 'Hello')],
    ['nothing that is known to happen', callbackOf('messaging', eventOf({ typing: true }))],
    ['a field without an event', callbackOf('changes', { field: 'messages', value: {} })],
    [
      'a new field with words of a user',
      callbackOf('changes', { field: 'letters', value: { from: { id: user }, text: 'Hello' } }),
    ],
  ])('of %s is quarantined', (_what, body) => {
    expect(typesOf(body)).toEqual(['unrecognized']);
  });

  it.each([
    ['a new field without words', { field: 'leadgen', value: { leadgen_id: '1', page_id: page } }],
    [
      'a comment on the page',
      { field: 'mention', value: { from: { id: user }, post_id: '1', message: 'Lovely!' } },
    ],
  ])('of %s is unmapped', (_what, change) => {
    expect(typesOf(callbackOf('changes', change))).toEqual(['unmapped']);
  });
});

describe('the text of a message', () => {
  const saidIn = (message: JsonObject) => {
    const { data } = draftOf({ message: { mid: 'm_1', text: 'Look at this', ...message } });
    return 'message' in data ? data.message : undefined;
  };
  const text = { content: { kind: 'text', text: 'Look at this' } };
  const url = 'https://media.example/photo.jpg';

  it.each([
    ['of one without a file', { attachments: [{ type: 'image' }] }],
    ['of one that cannot be passed on', { is_unsupported: true }],
    ['of one that can be seen once', { attachments: [{ type: 'ephemeral' }] }],
    ['of an unknown kind', { attachments: [{ type: 'hologram', payload: { url } }] }],
    ['of what cannot be shared', { attachments: [{ type: 'fallback' }] }],
  ])('is the content %s', (_what, message) => {
    expect(saidIn(message)).toMatchObject(text);
  });

  it('is beside a link that is not in it, and is the content otherwise', () => {
    const attachments = [{ type: 'fallback', payload: { url: 'https://shop.example/1' } }];
    expect(saidIn({ attachments })).toMatchObject({
      content: { kind: 'share', url: 'https://shop.example/1', text: 'Look at this' },
    });
    expect(saidIn({ attachments, text: 'Look at shop.example/1' })).toMatchObject({
      content: { kind: 'text', text: 'Look at shop.example/1' },
    });
  });

  it('is the caption of the first file', () => {
    expect(saidIn({ attachments: [{ type: 'image', payload: { url } }] })).toMatchObject({
      content: { kind: 'image' },
      media: [{ url, caption: 'Look at this' }],
    });
  });
});

describe('the files of a message', () => {
  const mediaOf = (...attachments: readonly JsonObject[]) => {
    const { data } = draftOf({ message: { mid: 'm_1', attachments } });
    return 'message' in data ? data.message.media.map(({ url }) => url) : [];
  };
  const attachment = (type: string) => ({
    type,
    payload: { url: `https://media.example/${type}`, title: 'A title' },
  });

  it.each(['image', 'audio', 'video', 'file', 'share', 'post', 'ig_post', 'reel', 'ig_reel'])(
    'are the link of an attachment of the type %s',
    (type) => {
      expect(mediaOf(attachment(type))).toEqual([`https://media.example/${type}`]);
    },
  );

  it('are neither pages nor stories, which must not be copied', () => {
    expect(mediaOf(attachment('fallback'), attachment('story_mention'))).toEqual([]);
  });
});

describe('a call', () => {
  const callOf = (entry: JsonObject) => {
    const [result] = resultsOf(
      callbackOf('calls', { id: 'c_1', timestamp: 1_795_003_200, ...entry }),
    );
    const draft = result && toDraft(result, 'messenger');
    return draft?.type === 'call.updated' ? draft.data : undefined;
  };

  it('is of the user or of the page, by the word for it or by who is called', () => {
    const ofUser = { call: { direction: 'inbound' }, user: { id: user }, current: 'connect' };
    const parties = { event: 'connect', from: user, to: page };
    expect(callOf({ ...parties, call_direction: 'user_initiated' })).toMatchObject(ofUser);
    expect(callOf(parties)).toMatchObject(ofUser);
    expect(callOf({ event: 'connect', from: page, to: user })).toMatchObject({
      call: { direction: 'outbound' },
      user: { id: user },
    });
  });

  it.each([
    [120, false],
    [0, true],
    ['', true],
  ])('that ends after %j seconds was missed: %s', (duration, missed) => {
    expect(callOf({ event: 'terminate', status: 'Completed', duration })).toMatchObject({
      current: 'terminated',
      call: { missed, outcome: 'Completed' },
    });
  });
});
