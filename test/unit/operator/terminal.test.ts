import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTable } from '../../../tools/operator/table.ts';
import { findTerminal } from '../../../tools/operator/terminal/find-terminal.ts';
import { type Line, render } from '../../../tools/operator/terminal/lines.ts';
import {
  cutToWidth,
  escapeControls,
  toPrintable,
  widthOf,
} from '../../../tools/operator/terminal/text.ts';

const wide = { columns: 200, hasColors: false };

describe('columns', () => {
  it('are aligned below Chinese, emoji, and letters with marks', () => {
    const names = ['Ada', '艾达', '👩🏽‍💻', 'Zoe\u0301'];
    const lines = formatTable(
      names.map((name) => ({ name, id: '|' })),
      ['name', 'id'],
    ).split('\n');
    expect(lines.slice(1).map((line) => widthOf(line.slice(0, line.indexOf('|'))))).toEqual([
      6, 6, 6, 6,
    ]);
  });

  it('show nothing for a value that is absent', () => {
    const rows: { name: string; reason?: string }[] = [{ name: 'a' }, { name: 'b', reason: 'c' }];
    expect(formatTable(rows, ['name', 'reason'])).toBe('name  reason\na\nb     c');
  });
});

describe('a text that is cut', () => {
  it.each([
    ['Ada wrote', 'Ada…'],
    ['艾达写信', '艾…'],
    ['a👩🏽‍💻b c', 'a👩🏽‍💻…'],
    ['four', 'four'],
  ])('%s ends between characters: %s', (text, cut) => {
    expect(cutToWidth(text, 4)).toBe(cut);
  });

  it('is also cut where thousands of marks take no column', () => {
    const marks = '\u0301'.repeat(5000);
    expect(cutToWidth(`Ada${marks}`, 16)).toBe('Ad…');
    expect(cutToWidth(`${'\u200b'.repeat(5000)}Ada`, 16).length).toBeLessThanOrEqual(16 * 8);
    for (const text of ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨🏽‍❤️‍💋‍👨🏽', 'นี้', 'क्ष्म्य']) expect(cutToWidth(text, 4)).toBe(text);
  });

  it('is never wider than its room, and what is not cut stays whole', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 0, max: 80 }),
        (key, words, columns) => {
          const [whole = '', shown = ''] = render(
            [[key.trim()], [key.trim(), '|', { text: words.trim(), cut: true }]],
            { columns, hasColors: false },
          ).split('\n');
          expect(shown.startsWith(`${whole.trimEnd()}`)).toBe(true);
          expect(widthOf(shown)).toBeLessThanOrEqual(Math.max(columns, widthOf(whole) + 1 + 16));
        },
      ),
    );
  });
});

describe('a hostile text', () => {
  const hostile = '\u001b]0;title\u0007\u009b2J\r\n\u202eslatot\u0000\u007f\u2028end';

  it('stays on its line, and gives the terminal no commands', () => {
    const line: Line = [{ text: hostile, style: 'bad' }, 'x'];
    expect(render([line], wide)).toBe('\ufffd]0;title\ufffd\ufffd2J slatot\ufffd\ufffd endx');
    const colored = render([line], { ...wide, hasColors: true });
    expect(stripVTControlCharacters(colored)).toBe(render([line], wide));
  });

  it('of any characters leaves none that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(render([[text]], wide)).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
        expect(toPrintable(text)).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cs}]/u);
      }),
    );
  });

  it('stays the same JSON', () => {
    const json = escapeControls(JSON.stringify({ hostile }));
    expect(json).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(JSON.parse(json)).toEqual({ hostile });
  });
});

describe('colours', () => {
  const line: Line = [{ text: 'failed', style: 'bad' }, ' publisher'];

  it('are those of the styles', () => {
    expect(render([line], { ...wide, hasColors: true })).toBe(
      '\u001b[31mfailed\u001b[39m publisher',
    );
  });

  it('are absent where the terminal has none, and without a terminal', () => {
    expect([render([line], wide), render([line])]).toEqual([
      'failed publisher',
      'failed publisher',
    ]);
  });
});

describe('standard output', () => {
  const stream = { isTTY: true, columns: 100, hasColors: () => false };

  it('is a terminal, which may change its width', () => {
    const found = findTerminal(stream);
    expect(found).toEqual({ columns: 100, hasColors: false });
    stream.columns = 60;
    expect(found?.columns).toBe(60);
    stream.columns = 0;
    expect(found?.columns).toBe(80);
  });

  it('is not a terminal where it is a pipe', () => {
    expect(findTerminal({ ...stream, isTTY: false })).toBeUndefined();
  });
});
