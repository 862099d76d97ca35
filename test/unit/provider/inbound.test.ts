import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import * as inbound from '../../../shared/provider/inbound.ts';
import { readItem } from '../../../shared/provider/read-item.ts';

const schema = z.looseObject({
  id: inbound.requiredText,
  caption: inbound.text,
  size: inbound.count,
  forwarded: inbound.boolean,
  latitude: inbound.number,
  at: inbound.instant,
  from: inbound.phone,
  hash: inbound.sha256,
  context: inbound.optionalObject({ id: inbound.text }),
  errors: inbound.optionalList(z.looseObject({ code: inbound.text })),
});

const read = (item: Parameters<typeof readItem>[1]) =>
  readItem(schema, item, { providerEvent: 'test', path: ['messages', 0] });

describe('an inbound item', () => {
  it('comes out in canonical form, whatever form it had', () => {
    const item = {
      id: 7,
      caption: 12,
      size: '806876',
      forwarded: 'true',
      latitude: '22.5',
      at: '1756111162',
      from: '+44 7700 900123',
      context: { id: 9 },
      errors: { code: 131051 },
    };
    expect(read(item)).toEqual({
      fits: true,
      value: {
        ...item,
        id: '7',
        caption: '12',
        size: 806876,
        forwarded: true,
        latitude: 22.5,
        at: '2025-08-25T08:39:22.000Z',
        from: '447700900123',
        context: { id: '9' },
        errors: [{ code: '131051' }],
      },
    });
  });

  it('takes null, empty text and a missing field for the same', () => {
    const nothing = { id: 'a', caption: null, size: '', context: null, errors: '', at: 'never' };
    const result = read(nothing);
    if (!result.fits) throw new Error('does not fit');
    const { caption, size, context, errors, at, hash } = result.value;
    expect([caption, size, context, errors, at, hash]).toEqual(Array(6).fill(undefined));
  });

  it('takes a list of one for its only item, where one object belongs', () => {
    expect(read({ id: 'a', context: [{ id: 9 }] })).toMatchObject({
      value: { context: { id: '9' } },
    });
    expect(read({ id: 'a', context: [] })).toMatchObject({ value: { context: undefined } });
    expect(read({ id: 'a', context: [{}, {}] })).toMatchObject({ fits: false });
  });

  it('keeps fields that nobody knows yet', () => {
    expect(read({ id: 'a', tomorrow: [1] })).toMatchObject({ value: { tomorrow: [1] } });
  });

  it.each([
    [{}, '$.messages[0].id', 'expected text'],
    [{ id: '' }, '$.messages[0].id', 'expected text'],
    [{ id: 'a', caption: {} }, '$.messages[0].caption', 'expected text'],
    [{ id: 'a', context: 'x' }, '$.messages[0].context', 'expected object'],
    [{ id: 'a', errors: [{}, 3] }, '$.messages[0].errors[1]', 'expected object'],
    ['text', '$.messages[0]', 'expected object'],
    [undefined, '$.messages[0]', 'expected object'],
  ])('that cannot be read, %j, is told with its path', (item, path, problem) => {
    expect(read(item)).toEqual({
      fits: false,
      unrecognized: {
        reason: 'invalid_shape',
        providerEvent: 'test',
        path,
        problem,
        raw: undefined,
      },
    });
  });

  it('is never quoted in the problem', () => {
    const result = read({ id: { secret: 'a private word' } });
    expect(JSON.stringify(result)).not.toContain('private');
  });
});
