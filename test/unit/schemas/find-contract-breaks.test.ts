import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../contract/schemas/find-breaks.ts';
import { findContractBreaks } from '../../contract/schemas/find-contract-breaks.ts';

const schema = (type: string): JsonSchema => ({ type });
const text = schema('string');

describe('findContractBreaks', () => {
  it.each<[string, Record<string, JsonSchema>]>([
    ['the same schemas', { 'message.sent.v1.json': text }],
    ['a new event', { 'message.sent.v1.json': text, 'message.read.v1.json': text }],
    ['a newer version in place of a released one', { 'message.sent.v2.json': schema('number') }],
    ['version 10 in place of version 1', { 'message.sent.v10.json': schema('number') }],
  ])('accepts %s', (_, current) => {
    expect(findContractBreaks(toMap({ 'message.sent.v1.json': text }), toMap(current))).toEqual([]);
  });

  it.each<[string, Record<string, JsonSchema>, string]>([
    [
      'a break within a version',
      { 'message.sent.v2.json': schema('number') },
      'message.sent.v2.json: detail has another type',
    ],
    ['an event that is gone', { 'message.read.v3.json': text }, 'message.sent.v2.json is gone'],
    [
      'an older version in place of a released one',
      { 'message.sent.v1.json': text },
      'message.sent.v2.json is gone',
    ],
  ])('finds %s', (_, current, line) => {
    expect(findContractBreaks(toMap({ 'message.sent.v2.json': text }), toMap(current))).toEqual([
      line,
    ]);
  });
});

function toMap(schemas: Record<string, JsonSchema>): ReadonlyMap<string, JsonSchema> {
  return new Map(Object.entries(schemas));
}
