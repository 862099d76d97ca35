import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuarantineEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { findLine, toJsonLines } from '../../../tools/console/page/json-lines.ts';
import { readFixtures } from '../../../tools/dev/fixtures.ts';

const indented = (json: string) =>
  toJsonLines(json)
    ?.map(({ text }) => text)
    .join('\n');

describe('JSON as lines', () => {
  it('is indented as JSON.stringify indents it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(indented(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps every word of the text: long numbers, and names that stand twice', () => {
    expect(indented('{"a":12345678901234567890,"a":1.0}')).toBe(
      '{\n  "a": 12345678901234567890,\n  "a": 1.0\n}',
    );
  });

  it('is nothing for text that is not JSON', () => {
    expect(toJsonLines('{"a":')).toBeUndefined();
    expect(toJsonLines('')).toBeUndefined();
  });

  it('survives any depth', () => {
    const depth = 5000;
    expect(toJsonLines('['.repeat(depth) + ']'.repeat(depth))).toHaveLength(depth * 2 - 1);
  });
});

describe('the line of a path', () => {
  const lines =
    toJsonLines(
      JSON.stringify({ entry: [{ id: 1 }, { changes: [[], { value: { 'a b': 'x', c: {} } }] }] }),
    ) ?? [];
  const lineOf = (path: string) => lines[findLine(lines, path)]?.text.trim();

  it.each([
    ['$', '{'],
    ['$.entry', '"entry": ['],
    ['$.entry[0].id', '"id": 1'],
    ['$.entry[1].changes[0]', '[],'],
    ['$.entry[1].changes[1].value', '"value": {'],
    ['$.entry[1].changes[1].value["a b"]', '"a b": "x",'],
    ['$.entry[1].changes[1].value.c', '"c": {}'],
  ])('%s', (path, text) => expect(lineOf(path)).toBe(text));

  it('is that of the value around it when the JSON does not have it', () => {
    expect(lineOf('$.entry[1].changes[1].value.missing.from[3]')).toBe('"value": {');
    expect(lineOf('$.missing')).toBe('{');
    expect(findLine(lines, 'nonsense')).toBe(-1);
  });

  it('is found in every fixture that has an unrecognized value', () => {
    let found = 0;
    for (const { payload, goldenPath } of readFixtures()) {
      const events: readonly TributaryEvent[] = JSON.parse(readFileSync(goldenPath, 'utf8'));
      for (const { path } of events.filter(isQuarantineEvent).map(({ detail }) => detail.data)) {
        if (path === undefined) continue;
        const body = toJsonLines(payload) ?? [];
        const line = body[findLine(body, path)]?.path ?? '';
        expect(path.startsWith(line), `${goldenPath} ${path}`).toBe(true);
        // What is missing is whole steps, and in most of them only the value itself.
        const missing = path.slice(line.length);
        expect(missing).toMatch(/^(\.[\w-]+|\[\d+\])*$/);
        if (/^(\.[\w-]+|\[\d+\])?$/.test(missing)) found += 1;
      }
    }
    expect(found).toBeGreaterThan(10);
  });
});
