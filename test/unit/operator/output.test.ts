import { describe, expect, it } from 'vitest';
import { createOutput } from '../../../tools/operator/output.ts';

function print(rows: readonly { key: string; bytes: number; kind: string }[], json: boolean) {
  const lines: string[] = [];
  createOutput({ out: (line) => lines.push(line), error: () => {} }, json).list(rows, [
    'bytes',
    'key',
  ]);
  return lines;
}

const rows = [
  { kind: 'events', key: 'aws/lambda/1', bytes: 12_345 },
  { kind: 'events', key: 'b', bytes: 9 },
];

describe('a list', () => {
  it('is a table for a person', () => {
    expect(print(rows, false)).toEqual(['bytes  key\n12345  aws/lambda/1\n    9  b']);
  });

  it('is a line of JSON for each row with --json', () => {
    expect(print(rows, true)).toEqual(rows.map((row) => JSON.stringify(row)));
  });

  it('without rows prints nothing', () => {
    expect([...print([], false), ...print([], true)]).toEqual([]);
  });
});
