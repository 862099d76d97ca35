import { describe, expect, it } from 'vitest';
import { inboundObject, requiredText, text, Unreadable } from '../../../shared/provider/inbound.ts';

const message = inboundObject({
  id: requiredText,
  name: text,
  sender: inboundObject({ phone: text }),
});

describe('an object of a body', () => {
  it('reads the declared fields that are there, and nothing else', () => {
    const body = { id: 7, name: '', sender: { phone: '447700900123', new: true }, extra: {} };
    expect(message.read(body)).toEqual({ id: '7', sender: { phone: '447700900123' } });
  });

  it('names the path of the first field that it cannot read, at any depth', () => {
    expect(message.read({ id: 'a', sender: { phone: {} } })).toEqual(
      new Unreadable('expected text', ['sender', 'phone']),
    );
  });

  it('names the first required field that is absent', () => {
    expect(message.read({})).toEqual(new Unreadable('expected text', ['id']));
    expect(message.read({ id: 'a' })).toEqual(new Unreadable('expected object', ['sender']));
  });

  const body = { id: 'a', sender: { phone: '447700900123' } };

  it.each([
    ['JSON text', JSON.stringify(body)],
    ['the only entry of a list', [body]],
    ['both', [JSON.stringify({ ...body, sender: [body.sender] })]],
  ])('may come as %s', (_what, value) => {
    expect(message.read(value)).toEqual(body);
  });

  it.each([undefined, null, 'text', '"text"', '[', 7, true, [], [body, body], [[body]]])(
    'is not %j',
    (value) => {
      expect(message.read(value)).toEqual(new Unreadable('expected object'));
    },
  );
});
