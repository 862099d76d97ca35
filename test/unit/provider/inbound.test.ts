import { describe, expect, it } from 'vitest';
import * as inbound from '../../../shared/provider/inbound.ts';
import { inboundObject } from '../../../shared/provider/inbound.ts';
import { readItem } from '../../../shared/provider/read-item.ts';

const schema = inboundObject({
  id: inbound.requiredText,
  caption: inbound.text,
  size: inbound.count,
  forwarded: inbound.boolean,
  latitude: inbound.number,
  at: inbound.instant,
  from: inbound.phone,
  hash: inbound.sha256,
  context: inbound.optionalObject({ id: inbound.text }),
  errors: inbound.optionalList(inboundObject({ code: inbound.text })),
  reason: inbound.eitherOf(inboundObject({ code: inbound.text }), inbound.text),
});

const read = (item: Parameters<typeof readItem>[1]) =>
  readItem(schema, item, { providerEvent: 'test', path: ['messages', 0] });

describe('an inbound item', () => {
  it('reads as its canonical form, whatever form it has', () => {
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
      reason: { code: 131051 },
    };
    expect(read(item)).toEqual({
      kind: 'read',
      value: {
        id: '7',
        caption: '12',
        size: 806876,
        forwarded: true,
        latitude: 22.5,
        at: '2025-08-25T08:39:22.000Z',
        from: '447700900123',
        context: { id: '9' },
        errors: [{ code: '131051' }],
        reason: { code: '131051' },
      },
    });
  });

  it('reads null, empty text and an absent field as the same', () => {
    const empty = { id: 'a', caption: null, size: '', context: null, errors: '', at: 'never' };
    expect(read(empty)).toEqual({ kind: 'read', value: { id: 'a' } });
  });

  it.each([true, 'true', ' ', 'many', 'NaN'])('reads %j as no number and no count', (written) => {
    expect(read({ id: 'a', latitude: written, size: written })).toEqual({
      kind: 'read',
      value: { id: 'a' },
    });
  });

  it('reads a list of one as its only item, where one object belongs', () => {
    expect(read({ id: 'a', context: [{ id: 9 }] })).toMatchObject({
      value: { context: { id: '9' } },
    });
    expect(read({ id: 'a', context: [] })).toEqual({ kind: 'read', value: { id: 'a' } });
    expect(read({ id: 'a', context: [{}, {}] })).toMatchObject({ kind: 'unrecognized' });
  });

  it('reads a value with several forms by the first form that can read it', () => {
    expect(read({ id: 'a', reason: '131051' })).toMatchObject({ value: { reason: '131051' } });
    expect(read({ id: 'a', reason: [] })).toMatchObject({ problem: 'expected text' });
  });

  it('ignores fields that it does not declare', () => {
    expect(read({ id: 'a', tomorrow: [1] })).toEqual({ kind: 'read', value: { id: 'a' } });
  });

  it.each([
    [{}, '$.messages[0].id', 'expected text'],
    [{ id: '' }, '$.messages[0].id', 'expected text'],
    [{ id: 'a', caption: {} }, '$.messages[0].caption', 'expected text'],
    [{ id: 'a', context: 'x' }, '$.messages[0].context', 'expected object'],
    [{ id: 'a', errors: [{}, 3] }, '$.messages[0].errors[1]', 'expected object'],
    ['text', '$.messages[0]', 'expected object'],
    [undefined, '$.messages[0]', 'expected object'],
  ])('that cannot be read, %j, is unrecognized and names the path', (item, path, problem) => {
    expect(read(item)).toEqual({
      kind: 'unrecognized',
      reason: 'invalid_shape',
      providerEvent: 'test',
      path,
      problem,
      raw: undefined,
    });
  });

  it('is never quoted in the problem', () => {
    const result = read({ id: { secret: 'a private word' } });
    expect(JSON.stringify(result)).not.toContain('private');
  });

  it('asks for its place only when it cannot be read', () => {
    const place = () => {
      throw new Error('asked');
    };
    expect(readItem(schema, { id: 'a' }, place)).toMatchObject({ kind: 'read' });
    expect(() => readItem(schema, {}, place)).toThrow('asked');
  });
});
