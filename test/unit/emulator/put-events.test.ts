import { describe, expect, it } from 'vitest';
import {
  entryBytes,
  parseEntries,
  toEnvelope,
} from '../../../tools/emulator/event-bridge/entries.ts';

const entry = {
  Source: 'tributary.test',
  DetailType: 'something',
  Detail: '{"a":1}',
  Resources: [],
};
const now = new Date('2026-11-21T10:00:00.789Z');
const requestBytes = 1024 * 1024;

describe('a request to put events', () => {
  it('accepts 1 to 10 entries', () => {
    expect(parseEntries({ Entries: Array(10).fill(entry) })).toHaveLength(10);
    expect(() => parseEntries({ Entries: [] })).toThrow('greater than or equal to 1');
    expect(() => parseEntries({ Entries: Array(11).fill(entry) })).toThrow(
      'less than or equal to 10',
    );
  });

  it('accepts entries of less than 1 MB in total', () => {
    const filled = (bytes: number) => {
      const empty = entryBytes({ ...entry, Detail: '' });
      return { Entries: [{ ...entry, Detail: 'x'.repeat(bytes - empty) }] };
    };
    expect(parseEntries(filled(requestBytes - 1))).toHaveLength(1);
    expect(() => parseEntries(filled(requestBytes))).toThrow('over the limit');
  });

  it('counts the bytes of strings, and 14 for a time', () => {
    expect(
      entryBytes({ Source: 'ä', DetailType: 'b', Detail: '{}', Resources: ['arn'], Time: 1 }),
    ).toBe(2 + 1 + 2 + 3 + 14);
  });
});

describe('an entry', () => {
  it('becomes the event for the targets', () => {
    expect(toEnvelope(entry, now)).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'something',
      source: 'tributary.test',
      account: '000000000000',
      time: '2026-11-21T10:00:00Z',
      region: 'us-east-1',
      resources: [],
      detail: { a: 1 },
    });
  });

  it('keeps its time', () => {
    expect(toEnvelope({ ...entry, Time: 0 }, now)).toMatchObject({ time: '1970-01-01T00:00:00Z' });
  });

  it.each([
    ['Source', 'InvalidArgument'],
    ['DetailType', 'InvalidArgument'],
    ['Detail', 'InvalidArgument'],
  ])('without %s is rejected on its own', (name, ErrorCode) => {
    expect(toEnvelope({ ...entry, [name]: undefined }, now)).toMatchObject({ ErrorCode });
  });

  it.each(['no JSON', '[1]', '"text"', 'null'])('with the detail %s is malformed', (Detail) => {
    expect(toEnvelope({ ...entry, Detail }, now)).toMatchObject({ ErrorCode: 'MalformedDetail' });
  });
});
