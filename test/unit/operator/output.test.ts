import { describe, expect, it } from 'vitest';
import { createOutput, type Output } from '../../../tools/operator/output.ts';

const terminal = { columns: 24, hasColors: false };

/** What goes to standard output: to a terminal, with `--json`, or into a pipe. */
function print(use: (output: Output) => void) {
  const lines = (to: { terminal?: typeof terminal; json?: true }) => {
    const out: string[] = [];
    const streams = { out: (line: string) => void out.push(line), error: () => {} };
    use(createOutput({ ...streams, terminal: to.terminal }, to.json ?? false));
    return out;
  };
  return {
    person: lines({ terminal }),
    json: lines({ terminal, json: true }),
    pipe: lines({}),
    jsonInPipe: lines({ json: true }),
  };
}

const rows = [
  { kind: 'events', bytes: 12_345, key: 'aws/lambda/1', why: 'the body was too large' },
  { kind: 'events', bytes: 9, key: 'b', why: 'gone' },
];

describe('a list', () => {
  const printed = print((output) => output.list(rows, ['bytes', 'key']));
  const json = rows.map((row) => JSON.stringify(row));

  it('is a table for a person', () => {
    expect(printed.person).toEqual(['bytes  key\n12345  aws/lambda/1\n    9  b']);
  });

  it('is a line of JSON for each row with --json and in a pipe', () => {
    expect([printed.json, printed.pipe, printed.jsonInPipe]).toEqual([json, json, json]);
  });

  it('is as wide as the terminal, if it has a column that may be cut', () => {
    const { person } = print((output) => output.list(rows, ['bytes', 'why'], 'why'));
    expect(person).toEqual(['bytes  why\n12345  the body was too…\n    9  gone']);
  });

  it('without rows prints nothing', () => {
    const nothing = print((output) => output.list([], []));
    expect(Object.values(nothing).flat()).toEqual([]);
  });
});

describe('an entry and a document', () => {
  const value = { text: 'a\u009bb' };
  const describeValue = ({ text }: typeof value) => [['text: ', text]];

  it('are lines for a person', () => {
    expect(print((output) => output.entry(value, describeValue)).person).toEqual([
      'text: a\ufffdb',
    ]);
    expect(print((output) => output.document(value, describeValue)).person).toEqual([
      'text: a\ufffdb',
    ]);
  });

  it('are JSON with --json and in a pipe, a document there with indents', () => {
    const line = JSON.stringify(value);
    const entry = print((output) => output.entry(value, describeValue));
    const document = print((output) => output.document(value, describeValue));
    expect([entry.pipe, entry.jsonInPipe]).toEqual([[line], [line]]);
    expect([document.pipe, document.jsonInPipe]).toEqual([
      [JSON.stringify(value, null, 2)],
      [line],
    ]);
    expect([entry.json, document.json]).toEqual([
      ['{"text":"a\\u009bb"}'],
      ['{"text":"a\\u009bb"}'],
    ]);
  });
});

describe('a report', () => {
  it('is its text also in a pipe, and JSON with --json', () => {
    const printed = print((output) => output.print({ replayed: 1 }, '1 replayed'));
    expect([printed.person, printed.pipe]).toEqual([['1 replayed'], ['1 replayed']]);
    expect([printed.json, printed.jsonInPipe]).toEqual([['{"replayed":1}'], ['{"replayed":1}']]);
  });

  it('has none of the control characters of what it names', () => {
    const { person } = print((output) => output.print({}, 'user \u001b[2J\nremoved'));
    expect(person).toEqual(['user \ufffd[2J\nremoved']);
  });
});
