import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../tools/event-pattern/pattern.ts';

/** The rules of the EventBridge user guide, "Event pattern operators" and "Arrays" (read 2026-11-21). */
describe('an event pattern', () => {
  it.each<[string, object, object, object]>([
    ['a text', { a: ['x'] }, { a: 'x' }, { a: 'X' }],
    ['a number, however it is written', { a: [300] }, { a: 3.0e2 }, { a: '300' }],
    ['true', { a: [true] }, { a: true }, { a: 'true' }],
    ['null', { a: [null] }, { a: null }, {}],
    ['the empty text', { a: [''] }, { a: '' }, { a: null }],
    ['any of several values', { a: ['x', 'y'] }, { a: 'y' }, { a: 'z' }],
    ['all of its fields', { a: ['x'], b: ['y'] }, { a: 'x', b: 'y', c: 1 }, { a: 'x' }],
    ['a nested field', { a: { b: ['x'] } }, { a: { b: 'x' } }, { a: { c: { b: 'x' } } }],
    ['one entry of a list', { a: ['x'] }, { a: ['w', 'x'] }, { a: ['w'] }],
    ['prefix', { a: [{ prefix: 'ab' }] }, { a: 'abc' }, { a: 'xab' }],
    [
      'prefix without case',
      { a: [{ prefix: { 'equals-ignore-case': 'AB' } }] },
      { a: 'abc' },
      { a: 'xab' },
    ],
    ['suffix', { a: [{ suffix: '.png' }] }, { a: 'b.png' }, { a: 'b.PNG' }],
    [
      'suffix without case',
      { a: [{ suffix: { 'equals-ignore-case': '.png' } }] },
      { a: 'b.PNG' },
      { a: 'b.jpg' },
    ],
    ['equals-ignore-case', { a: [{ 'equals-ignore-case': 'AbC' }] }, { a: 'aBc' }, { a: 'abcd' }],
    ['wildcard', { a: [{ wildcard: 'a*c.*' }] }, { a: 'abbc.x' }, { a: 'abbcx' }],
    ['an escaped star', { a: [{ wildcard: 'a\\*' }] }, { a: 'a*' }, { a: 'ab' }],
    ['anything-but a text', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, { a: 'x' }],
    ['anything-but a list', { a: [{ 'anything-but': ['x', 1] }] }, { a: 2 }, { a: 1 }],
    ['anything-but on a field', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, {}],
    ['anything-but prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'yx' }, { a: 'xy' }],
    [
      'anything-but suffixes',
      { a: [{ 'anything-but': { suffix: ['.a', '.b'] } }] },
      { a: 'x.c' },
      { a: 'x.b' },
    ],
    [
      'anything-but wildcard',
      { a: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
      { a: 'a/b' },
      { a: 'a/lib/b' },
    ],
    [
      'anything-but without case',
      { a: [{ 'anything-but': { 'equals-ignore-case': ['x'] } }] },
      { a: 'y' },
      { a: 'X' },
    ],
    ['a numeric bound', { a: [{ numeric: ['>', 0] }] }, { a: 0.1 }, { a: 0 }],
    ['a numeric range', { a: [{ numeric: ['>=', 0, '<', 5] }] }, { a: 0 }, { a: 5 }],
    ['a numeric equality', { a: [{ numeric: ['=', 3] }] }, { a: 3 }, { a: '3' }],
    ['an IPv4 network', { a: [{ cidr: '10.0.0.0/24' }] }, { a: '10.0.0.255' }, { a: '10.0.1.0' }],
    ['an IPv6 network', { a: [{ cidr: '2001:db8::/32' }] }, { a: '2001:db8::1' }, { a: '::1' }],
    ['exists', { a: [{ exists: true }] }, { a: null }, { b: 1 }],
    ['exists on leaves only', { a: { b: [{ exists: true }] } }, { a: { b: 0 } }, { a: { b: {} } }],
    ['a missing field', { a: [{ exists: false }] }, { b: 1 }, { a: 1 }],
    ['a field of a missing object', { a: { b: [{ exists: false }] } }, {}, { a: { b: 1 } }],
    ['operator or value', { a: [{ exists: false }, 'x'] }, { a: 'x' }, { a: 'y' }],
    [
      '$or of fields',
      { $or: [{ a: ['x'] }, { b: [{ numeric: ['>', 1] }] }] },
      { b: 2 },
      { a: 'y', b: 1 },
    ],
    [
      '$or beside a field',
      { c: [1], $or: [{ a: ['x'] }, { b: ['x'] }] },
      { c: 1, b: 'x' },
      { b: 'x' },
    ],
    [
      'fields of one object in a list',
      { a: { b: ['x'], c: ['y'] } },
      { a: [{ b: 'x', c: 'y' }] },
      {
        a: [
          { b: 'x', c: 'z' },
          { b: 'w', c: 'y' },
        ],
      },
    ],
    [
      'a leaf in a list of objects',
      { a: { b: [{ exists: true }] } },
      { a: [{}, { b: 0 }] },
      { a: [] },
    ],
    [
      'the absence of a leaf in all objects of a list',
      { a: { b: [{ exists: false }] } },
      { a: [{ c: 1 }] },
      { a: [{ c: 1 }, { b: 1 }] },
    ],
  ])('matches %s', (_, pattern, matching, other) => {
    const matches = compilePattern(pattern);

    expect([matches(matching), matches(other)]).toEqual([true, false]);
  });

  it.each<[string, unknown]>([
    ['no object', ['x']],
    ['no field', {}],
    ['a value outside of a list', { a: 'x' }],
    ['an empty list', { a: [] }],
    ['an unknown operator', { a: [{ contains: 'x' }] }],
    ['two operators in one', { a: [{ prefix: 'x', suffix: 'y' }] }],
    ['exists without true or false', { a: [{ exists: 'yes' }] }],
    ['half a numeric range', { a: [{ numeric: ['>'] }] }],
    ['an unknown comparison', { a: [{ numeric: ['!=', 1] }] }],
    ['a network without a length', { a: [{ cidr: '10.0.0.0' }] }],
    ['two stars in a row', { a: [{ wildcard: 'a**b' }] }],
    ['$or of one pattern', { $or: [{ a: ['x'] }] }],
  ])('is refused with %s', (_, pattern) => {
    expect(() => compilePattern(pattern)).toThrow();
  });

  it('names the invalid field', () => {
    expect(() => compilePattern({ detail: { data: { a: [] } } })).toThrow('detail.data.a');
  });
});
