import { describe, expect, it } from 'vitest';
import {
  boolean,
  count,
  eitherOf,
  type InboundSchema,
  inboundObject,
  instant,
  jsonText,
  number,
  optionalObject,
  reason,
  requiredText,
  text,
  toList,
  Unreadable,
} from '../../../shared/provider/inbound.ts';
import { listIn, withObjects } from '../../../shared/provider/normalize-items.ts';

describe('a field of a body', () => {
  it.each<[string, InboundSchema<unknown>, written: readonly unknown[], read: unknown]>([
    ['no reason', reason, ['NONE', 'none', ' None ', '', null], undefined],
    ['a reason', reason, ['SPAM'], 'SPAM'],
    ['true', boolean, [true, 'true', ' TRUE ', 1, '1'], true],
    ['false', boolean, [false, 'false', 'False', 0, '0'], false],
    ['no boolean', boolean, ['yes', 2, '', null], undefined],
    ['a number', number, [1.5, '1.5', ' 1.50 ', '15e-1'], 1.5],
    ['no number', number, [true, ' ', 'NaN', '1,5', 'Infinity', '', null], undefined],
    ['nothing', count, [0, '0', '-0', '0.0'], 0],
    ['a count', count, [7, '7', ' 7 ', 7.0], 7],
    ['no count', count, [-1, '-1', 1.5, true, ' ', '9007199254740993', ''], undefined],
    [
      'JSON',
      jsonText,
      [
        { b: [1], a: '2' },
        { a: '2', b: [1] },
      ],
      '{"a":"2","b":[1]}',
    ],
    ['JSON as text', jsonText, ['{"b":1, "a":2}'], '{"b":1, "a":2}'],
    [
      'an instant, cut to milliseconds',
      instant,
      ['2026-01-02T03:04:05.5Z', '2026-01-02 03:04:05,5009', '1767323045.5', 1767323045500],
      '2026-01-02T03:04:05.500Z',
    ],
  ])('is %s', (_what, schema, written, read) => {
    for (const value of written) {
      const got = schema.read(value);
      expect(Object.is(got, -0) ? 0 : got, JSON.stringify(value)).toBe(read);
    }
  });

  it('that may be in one of several forms is in the first one that can be empty', () => {
    const either = eitherOf(optionalObject({ a: text }), requiredText);
    expect([null, '', { a: 1 }, 'x'].map((value) => either.read(value))).toEqual([
      undefined,
      undefined,
      { a: '1' },
      'x',
    ]);
    expect(either.read([])).toBeUndefined();
    expect(eitherOf(inboundObject({}), requiredText).read([])).toBeInstanceOf(Unreadable);
  });
});

it.each([
  '{"id":9007199254740993}',
  ' \n{"id":"9007199254740993"}',
  ['{"id":9007199254740993}'],
  { id: '9007199254740993' },
])('an object may be %j, and no id in it is rounded', (value) => {
  expect(inboundObject({ id: text }).read(value)).toEqual({ id: '9007199254740993' });
});

it.each([
  [undefined, []],
  [null, []],
  ['', []],
  [[], []],
  ['a', ['a']],
  [[null], [null]],
])('the entries of %j are %j', (value, entries) => {
  expect(toList(value)).toEqual(entries);
});

describe('the items of a list in a body', () => {
  const read = listIn('results', 'event');
  const items = (body: Parameters<typeof read>[0]) =>
    read(body).map((item) => (item.kind === 'read' ? item.value : item));

  it('have their place, and a raw form with nothing but themselves', () => {
    const [one, other] = [{ event: 'one' }, { event: 'other' }];
    expect(items({ account: '7', results: [one, other] })).toMatchObject([
      { path: ['results', 0], raw: { account: '7', results: [one] } },
      { path: ['results', 1], raw: { account: '7', results: [other] } },
    ]);
    const [only] = items({ account: '7', results: [one] });
    expect(only?.raw).toBeUndefined();
    // A bare entry reads as a list of one, and is written as one.
    const [bare] = items({ account: '7', results: one });
    expect(bare?.raw).toEqual({ account: '7', results: [one] });
  });

  it('have objects in each of the named fields', () => {
    const [item] = withObjects(
      ['from', 'message'],
      read,
    )({
      results: [{ event: 'one', from: '{"id":1}', message: [{ id: 2 }], other: '{"id":3}' }],
    });
    expect(item).toMatchObject({
      value: { json: { from: { id: 1 }, message: { id: 2 }, other: '{"id":3}' } },
    });
  });
});
