import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonValue, withoutEmpty } from '../../../shared/json.ts';
import type { Normalized } from '../../../shared/provider/provider-adapter.ts';
import { messageWith, partsOf, statusWith, valueWith } from './values.ts';

const others = '447700900456';
const contacts = [
  { wa_id: '447700900123', profile: { name: 'Ada Example' } },
  { wa_id: others, profile: { name: 'Grace Example' } },
];
const batch = valueWith({
  contacts,
  statuses: [statusWith({ id: 'wamid.C' })],
  messages: [
    messageWith({ id: 'wamid.A' }),
    messageWith({ id: 'wamid.B', from: others }),
    messageWith({ id: 'wamid.X', text: 'not an object' }),
  ],
});

const idOf = (part: Normalized) => {
  if (!part.understood) return part.unrecognized.path;
  const { type, data } = part.draft;
  if (type === 'message.received') return data.message.id;
  return type === 'message.status.updated' ? data.messageId : type;
};

const rawOf = (part: Normalized | undefined) =>
  part?.understood ? part.draft.raw : part?.unrecognized.raw;

/** The `value` in the body that `wrap` made. */
function valueIn(body: JsonValue | undefined): JsonValue {
  const steps = ['entry', 0, 'changes', 0, 'value'];
  let found: JsonValue = body ?? null;
  for (const step of steps) {
    if (Array.isArray(found)) found = found[Number(step)] ?? null;
    else if (isJsonObject(found)) found = found[step] ?? null;
  }
  return found;
}

describe('a value with several items', () => {
  it('gives messages, then statuses, in their order, and a bad one takes no other down', () => {
    expect(partsOf(batch).map(idOf)).toEqual([
      'wamid.A',
      'wamid.B',
      '$.entry[0].changes[0].value.messages[2].text',
      'wamid.C',
    ]);
  });

  it('keeps of each item what gives the same part when it is read alone', () => {
    const withoutRaw = (part: Normalized) =>
      withoutEmpty(
        part.understood
          ? { ...part.draft, raw: undefined }
          : { ...part.unrecognized, raw: undefined, path: undefined },
      );
    for (const part of partsOf(batch)) {
      const [alone, ...more] = partsOf(valueIn(rawOf(part)));
      if (alone === undefined) throw new Error('nothing is left');
      expect(more).toEqual([]);
      expect(withoutRaw(alone)).toEqual(withoutRaw(part));
    }
  });

  it('keeps of the contacts only the one of the item', () => {
    const [, second] = partsOf(batch);
    expect(valueIn(rawOf(second))).toEqual(
      valueWith({
        contacts: [contacts[1] ?? {}],
        messages: [messageWith({ id: 'wamid.B', from: others })],
      }),
    );
  });

  it('does not give the only contact to users whom it does not name', () => {
    const messages = [messageWith({ id: 'wamid.A' }), messageWith({ id: 'wamid.B', from: others })];
    const names = partsOf(valueWith({ contacts: contacts.slice(0, 1), messages })).map((part) =>
      part.understood && part.draft.type === 'message.received'
        ? part.draft.data.message.user.name
        : 'none',
    );
    expect(names).toEqual(['Ada Example', undefined]);
  });
});

describe('a value with one item', () => {
  const value = valueWith({ messages: [messageWith()] });

  it('needs no raw form of its own when it is alone in the body', () => {
    expect(rawOf(partsOf(value)[0])).toBeUndefined();
  });

  it('keeps its raw form when the body holds others', () => {
    expect(valueIn(rawOf(partsOf(value, false)[0]))).toEqual(value);
  });

  it('may have it bare instead of in a list', () => {
    const [part] = partsOf(valueWith({ messages: messageWith(), contacts: contacts[0] ?? {} }));
    expect(part).toMatchObject({
      draft: { data: { message: { id: 'wamid.IN', user: { name: 'Ada Example' } } } },
    });
  });
});

describe('a value that gives no event', () => {
  const at = '$.entry[0].changes[0].value';

  it('is told when it holds an error and no message', () => {
    const parts = partsOf(valueWith({ errors: [{ code: 130429, title: 'Rate limit hit' }] }));
    expect(parts).toMatchObject([
      { understood: false, unrecognized: { path: `${at}.errors[0]`, reason: 'invalid_shape' } },
    ]);
  });

  it.each([
    ['nothing', undefined, at],
    ['no object', 'value', at],
    ['a list', [], at],
    ['no lists', valueWith({}), at],
    ['empty lists', valueWith({ messages: [], statuses: null, errors: '' }), at],
    ['metadata that is none', { metadata: 'x', messages: [messageWith()] }, `${at}.metadata`],
    ['a message that is none', valueWith({ messages: [null] }), `${at}.messages[0]`],
    [
      'a message without an id',
      valueWith({ messages: [messageWith({ id: '' })] }),
      `${at}.messages[0].id`,
    ],
  ])('is told when it is %s', (_what, value, path) => {
    expect(partsOf(value ?? null)).toMatchObject([
      {
        understood: false,
        unrecognized: { reason: 'invalid_shape', providerEvent: 'messages', path },
      },
    ]);
  });

  it('keeps its raw form when the body holds others', () => {
    const value = valueWith({ messages: [] });
    expect(valueIn(rawOf(partsOf(value, false)[0]))).toEqual(value);
  });
});
