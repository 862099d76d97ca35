import { describe, expect, it } from 'vitest';
import { findBreaks, type JsonSchema } from '../../contract/schemas/find-breaks.ts';

const text = { type: 'string', minLength: 1 };
const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const kind = (name: string, more: object = {}) =>
  object({ kind: { type: 'string', const: name }, ...more }, ['kind']);

describe('findBreaks', () => {
  it.each<[string, JsonSchema, JsonSchema]>([
    ['an identical schema', object({ id: text }, ['id']), object({ id: text }, ['id'])],
    ['another description', text, { ...text, description: 'an id' }],
    ['a new field', object({ id: text }), object({ id: text, name: text }, ['name'])],
    ['an optional field that becomes required', object({ id: text }), object({ id: text }, ['id'])],
    ['a value that is removed', { enum: ['a', 'b'] }, { enum: ['a'] }],
    ['a kind that is removed', { oneOf: [kind('a'), kind('b')] }, { oneOf: [kind('b')] }],
    ['a new field of a kind', { oneOf: [kind('a')] }, { oneOf: [kind('a', { name: text })] }],
    ['narrower limits', { minimum: 0, maximum: 9 }, { minimum: 1, maximum: 8 }],
    ['a first address', text, { ...text, $id: 'npm:it/a.json' }],
    ['a first limit', { type: 'integer' }, { type: 'integer', minimum: 0 }],
  ])('accepts %s', (_, released, current) => {
    expect(findBreaks(released, current)).toEqual([]);
  });

  it.each<[string, JsonSchema, JsonSchema, string]>([
    [
      'another address',
      { $id: 'npm:it/a.json' },
      { $id: 'npm:it/b.json' },
      'detail has another $id',
    ],
    ['a field that is gone', object({ id: text }), object({}), 'detail.id is gone'],
    [
      'a field that may now be absent',
      object({ id: text }, ['id']),
      object({ id: text }),
      'detail.id may be absent',
    ],
    ['another type', text, { ...text, type: 'number' }, 'detail has another type'],
    ['a new value', { enum: ['a'] }, { enum: ['a', 'b'] }, 'detail may be "b"'],
    ['an enumeration that is removed', { enum: ['a'] }, {}, 'detail has other values'],
    ['another constant', { const: 'a' }, { const: 'b' }, 'detail has another const'],
    ['another format', { pattern: '^a$' }, { pattern: '^b$' }, 'detail has another pattern'],
    ['text that may be empty', text, { type: 'string' }, 'detail has a lower minLength'],
    ['a lower limit', { minimum: 0 }, { minimum: -1 }, 'detail has a lower minimum'],
    ['a higher limit', { maximum: 9 }, { maximum: 10 }, 'detail has a higher maximum'],
    [
      'open shapes',
      object({}),
      { ...object({}), additionalProperties: true },
      'detail has another additionalProperties',
    ],
    [
      'a new kind',
      { oneOf: [kind('a')] },
      { oneOf: [kind('a'), kind('b')] },
      'detail may be kind "b"',
    ],
    ['a keyword that it does not know', {}, { not: {} }, 'detail has another not'],
  ])('finds %s', (_, released, current, line) => {
    expect(findBreaks(released, current)).toEqual([line]);
  });

  it('names the place, through objects, lists and kinds', () => {
    const nested = (leaf: object) =>
      object({ files: { type: 'array', items: { oneOf: [kind('image', { leaf })] } } });
    expect(findBreaks(nested(text), nested({ type: 'number' }))).toEqual([
      'detail.files[](kind "image").leaf has another type',
      'detail.files[](kind "image").leaf has a lower minLength',
    ]);
  });
});
