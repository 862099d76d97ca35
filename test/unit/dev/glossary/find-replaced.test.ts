import { describe, expect, it } from 'vitest';
import { createFindReplaced } from '../../../../tools/dev/glossary/find-replaced.ts';
import { readGlossary } from '../../../../tools/dev/glossary/read-glossary.ts';
import type { SegmentKind } from '../../../../tools/dev/glossary/segment.ts';

const glossary = readGlossary(`# Glossary

| word | what it is |
| --- | --- |
| **kettle** | It boils water. |

| not | but | where | except |
| --- | --- | --- | --- |
| \`boiler\` | \`kettle\` (or pot) | | |
| \`tea pot\` | kettle | | \`a tea pot of\` |
| \`fairy\`, \`tap-hole\` | tap | names | |

Text.

| not | but | where | except |
| --- | --- | --- | --- |
| \`run\` | tap | keys in src/, lib/ | |
| \`cook room\` | kitchen | | |

| not | but | except |
| --- | --- | --- |
| \`is no …\`, \`of yore\` | is not a … | \`there is no\` |
`);

const findReplaced = createFindReplaced(glossary);

function find(text: string, kind: SegmentKind = 'sentences', path = 'src/x.ts'): readonly string[] {
  return findReplaced({ kind, start: 0, text }, path).map(({ start, end }) =>
    text.slice(start, end),
  );
}

describe('the page', () => {
  it('has one rule for each replaced word, with the better one', () => {
    expect(glossary.words).toContainEqual({
      word: 'boiler',
      better: 'kettle (or pot)',
      scope: 'everywhere',
      folders: [],
      except: [],
    });
    expect(glossary.words.find(({ word }) => word === 'run')).toMatchObject({
      scope: 'keys',
      folders: ['src/', 'lib/'],
    });
  });

  it.each([
    ['without a table', '# Glossary'],
    [
      'with words outside of backticks',
      '\n| not | but | where | except |\n|-|-|-|-|\n| a | b | | |\n',
    ],
    [
      'with a place that is not a folder',
      '\n| not | but | where | except |\n|-|-|-|-|\n| `a` | b | c | |\n',
    ],
  ])('%s is refused', (_, page) => {
    expect(() => readGlossary(page)).toThrow('glossary: ');
  });
});

describe('a word', () => {
  it.each([
    'boiler',
    'Boilers',
    'BOILER_ID',
    'toBoilerOf',
    'my-boiler',
    'teaPot',
    'tea pots',
    'TEA_POT',
  ])('is found as %s', (text) => {
    expect(find(`the ${text} here`)).toHaveLength(1);
    expect(find(text, 'names')).toHaveLength(1);
  });

  it.each(['reboilering', 'kettle', 'tea, pot', 'teapot'])('is not found in %s', (text) => {
    expect(find(text)).toEqual([]);
  });

  it('is good English in its exceptions', () => {
    expect(find('Make a tea pot of it, in the tea pot.')).toEqual(['tea pot']);
  });

  it('of names is found in code, also within a sentence, and not in prose', () => {
    expect(find('const fairy = 1;', 'names')).toEqual(['fairy']);
    expect(find('The `fairy` and the fairyOf and --fairy of a fairy.')).toHaveLength(3);
  });

  it('that needs its hyphen is not found as two words', () => {
    expect(find('x = tapHole, tap-hole', 'names')).toHaveLength(2);
    expect(find('tap hole', 'names')).toEqual([]);
  });

  it('of keys is found where it is a key, and only in its folders', () => {
    expect(find('run: 1', 'names')).toEqual(['run']);
    expect(find('item.run', 'names')).toEqual(['run']);
    expect(find('run', 'names')).toEqual(['run']);
    expect(find('The `run` is it.')).toEqual(['run']);
    expect(find('run(run, x ? run : [...run])', 'names')).toEqual([]);
    expect(find('run: 1', 'names', 'docs/x.ts')).toEqual([]);
  });
});

describe('a phrase', () => {
  it('is found in any case and over the end of a line, with what stands in place of the dots', () => {
    expect(find('It Is no\n   kettle-like thing.')).toEqual(['Is no\n   kettle-like']);
    expect(find('It is no `kettle`.')).toEqual(['is no `kettle`']);
  });

  it('is not found in its exceptions, in part of a word, or in code', () => {
    expect(find('There is no kettle; this no kettle; `is no kettle`.')).toEqual([]);
    expect(find('is no kettle', 'names')).toEqual([]);
  });
});
