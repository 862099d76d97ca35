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

  it.each([undefined, null, 'text', 7, true, [], [{ id: 'a' }]])('is not %j', (value) => {
    expect(message.read(value)).toEqual(new Unreadable('expected object'));
  });
});
