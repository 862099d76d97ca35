import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { requiredText, text } from '../../../shared/provider/inbound.ts';
import { inboundObject } from '../../../shared/provider/inbound-object.ts';

const message = inboundObject({
  id: requiredText,
  name: text,
  sender: inboundObject({ phone: text }),
});

const issuesOf = (value: unknown) =>
  z.safeParse(message, value).error?.issues.map(({ path, message: problem }) => [path, problem]);

describe('an object of a body', () => {
  it('gives the declared fields that are there, and nothing else', () => {
    const given = { id: 7, name: '', sender: { phone: '447700900123', new: true }, extra: {} };
    expect(z.safeParse(message, given).data).toEqual({
      id: '7',
      sender: { phone: '447700900123' },
    });
  });

  it('says where a field does not fit, however deep it lies', () => {
    expect(issuesOf({ id: 'a', sender: { phone: {} } })).toEqual([
      [['sender', 'phone'], 'expected text'],
    ]);
  });

  it('says every field that is missing', () => {
    expect(issuesOf({})?.map(([path]) => path)).toEqual([['id'], ['sender']]);
  });

  it.each([undefined, null, 'text', 7, true, [], [{ id: 'a' }]])('is not %j', (value) => {
    expect(z.safeParse(message, value).error?.issues[0]).toMatchObject({
      code: 'invalid_type',
      expected: 'object',
      path: [],
    });
  });
});
