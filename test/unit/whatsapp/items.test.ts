import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonValue, withoutEmpty } from '../../../shared/json.ts';
import type { NormalizeResult } from '../../../shared/provider/normalize-result.ts';
import { messageWith, resultsOf, statusWith, valueWith } from './values.ts';

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

const idOf = (result: NormalizeResult) => {
  if (result.kind === 'unrecognized') return result.path;
  if (result.kind !== 'event') return result.kind;
  const { type, data } = result.draft;
  if (type === 'message.received') return data.message.id;
  return type === 'message.status.updated' ? data.messageId : type;
};

const rawOf = (result: NormalizeResult | undefined) => {
  if (result?.kind === 'event') return result.draft.raw;
  return result?.kind === 'unrecognized' ? result.raw : undefined;
};

/** The `value` in a body that `toBody` returned. */
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
  it('gives messages, then statuses, in their order, whatever a bad one among them', () => {
    expect(resultsOf(batch).map(idOf)).toEqual([
      'wamid.A',
      'wamid.B',
      '$.entry[0].changes[0].value.messages[2].text',
      'wamid.C',
    ]);
  });

  it('gives each item a raw form that has the same result when it is normalized alone', () => {
    const withoutRaw = (result: NormalizeResult) =>
      withoutEmpty(
        result.kind === 'event'
          ? { ...result.draft, raw: undefined }
          : { ...result, raw: undefined, path: undefined },
      );
    for (const result of resultsOf(batch)) {
      const [alone, ...more] = resultsOf(valueIn(rawOf(result)));
      if (alone === undefined) throw new Error('no result');
      expect(more).toEqual([]);
      expect(withoutRaw(alone)).toEqual(withoutRaw(result));
    }
  });

  it('gives each item a raw form with only its own contact', () => {
    const [, second] = resultsOf(batch);
    expect(valueIn(rawOf(second))).toEqual(
      valueWith({
        contacts: [contacts[1] ?? {}],
        messages: [messageWith({ id: 'wamid.B', from: others })],
      }),
    );
  });

  it('does not attribute the only contact to users whom it does not name', () => {
    const messages = [messageWith({ id: 'wamid.A' }), messageWith({ id: 'wamid.B', from: others })];
    const names = resultsOf(valueWith({ contacts: contacts.slice(0, 1), messages })).map(
      (result) =>
        result.kind === 'event' && result.draft.type === 'message.received'
          ? result.draft.data.message.user.name
          : 'none',
    );
    expect(names).toEqual(['Ada Example', undefined]);
  });
});

describe('a value with one item', () => {
  const value = valueWith({ messages: [messageWith()] });

  it('has no raw form when it is alone in the body', () => {
    expect(rawOf(resultsOf(value)[0])).toBeUndefined();
  });

  it('has a raw form when the body holds others', () => {
    expect(valueIn(rawOf(resultsOf(value, false)[0]))).toEqual(value);
  });

  it('may have it bare instead of in a list', () => {
    const value = valueWith({ messages: messageWith(), contacts: contacts[0] ?? {} });
    expect(resultsOf(value)[0]).toMatchObject({
      draft: { data: { message: { id: 'wamid.IN', user: { name: 'Ada Example' } } } },
    });
  });
});

describe('a value that gives no event', () => {
  const at = '$.entry[0].changes[0].value';

  it('is unrecognized when it holds an error without a code and a title, and no message', () => {
    expect(resultsOf(valueWith({ errors: [{ href: 'https://errors.example' }] }))).toMatchObject([
      { kind: 'unrecognized', path: `${at}.errors[0]`, reason: 'invalid_shape' },
    ]);
  });

  it.each([
    ['absent', undefined, at],
    ['text', 'value', at],
    ['a list', [], at],
    ['an object without lists', valueWith({}), at],
    ['an object with empty lists', valueWith({ messages: [], statuses: null, errors: '' }), at],
    [
      'an object with text as metadata',
      { metadata: 'x', messages: [messageWith()] },
      `${at}.metadata`,
    ],
    ['a list with null as a message', valueWith({ messages: [null] }), `${at}.messages[0]`],
    [
      'a list with a message without an id',
      valueWith({ messages: [messageWith({ id: '' })] }),
      `${at}.messages[0].id`,
    ],
  ])('is unrecognized when it is %s', (_what, value, path) => {
    expect(resultsOf(value ?? null)).toMatchObject([
      { kind: 'unrecognized', reason: 'invalid_shape', providerEvent: 'messages', path },
    ]);
  });

  it('has a raw form when the body holds others', () => {
    const value = valueWith({ messages: [] });
    expect(valueIn(rawOf(resultsOf(value, false)[0]))).toEqual(value);
  });
});
