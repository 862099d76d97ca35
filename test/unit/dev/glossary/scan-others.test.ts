import { describe, expect, it } from 'vitest';
import { scanFile } from '../../../../tools/dev/glossary/scan-file.ts';
import type { SegmentKind } from '../../../../tools/dev/glossary/segment.ts';

/** The texts of a file that are read in this way, with white space in a row as one space. */
function read(path: string, source: string, kind: SegmentKind): readonly string[] {
  return (scanFile(path)?.(source) ?? [])
    .filter((segment) => segment.kind === kind)
    .map(({ text }) => text.replaceAll(/\s+/g, ' ').trim())
    .filter((text) => text !== '');
}

describe('a Python file', () => {
  const source = '"""Reads it\nall."""\nname = "a-key"  # the key of it\nlog(\'is "it"\')\n';

  it('has docstrings, comments and strings as sentences', () => {
    expect(read('x.py', source, 'sentences')).toEqual(['Reads it all.', 'the key of it', 'is "it']);
  });

  it('has code and keys as names', () => {
    expect(read('x.py', source, 'names')).toEqual(['name =', 'a-key', 'log(', ')']);
  });
});

describe('a JSON file', () => {
  const source = '{ "aKey": { "b": "one two" }, "list": ["three"] }';

  it('has keys and texts', () => {
    expect(read('x.json', source, 'names')).toEqual(['aKey', 'b', 'list', 'three']);
    expect(read('x.json', source, 'sentences')).toEqual(['one two']);
  });

  it('has only keys when it is a golden', () => {
    expect(read('fixtures/x/y.expected.json', source, 'names')).toEqual(['aKey', 'b', 'list']);
    expect(read('fixtures/x/y.expected.json', source, 'sentences')).toEqual([]);
  });

  it('is not read when a provider sends it', () => {
    expect(scanFile('fixtures/x/y.payload.json')).toBeUndefined();
  });
});

describe('a Markdown page', () => {
  const page =
    'Text [of](a/link.md).\n\n```ts\nconst a = 1; // one\n```\n\n```sh\nrun it\n```\nEnd';

  it('has its text as sentences, without targets of links', () => {
    expect(read('x.md', page, 'sentences')).toEqual(['Text [of .', 'one', 'End']);
  });

  it('has code by its language', () => {
    expect(read('x.md', page, 'names')).toEqual(['const a = 1;']);
    expect(read('x.md', page, 'block')).toEqual(['run it']);
  });

  it('is read to its end when the last block is not closed', () => {
    expect(read('x.md', 'Text\n```sh\nrun it\n', 'block')).toEqual(['run it']);
  });

  it('has none of the code on a page of a provider', () => {
    const text = 'The `field` is.\n```json\n{ "a": 1 }\n```\n';
    expect(read('functions/providers/x/README.md', text, 'sentences')).toEqual([
      'The XXXXXXX is. XXXXXXX XXXXXXXXXX XXX',
    ]);
    expect(read('functions/providers/x/README.md', text, 'names')).toEqual([]);
  });
});

it('an image has its texts as sentences', () => {
  const image = '<svg><style>.a { x: y }</style><text class="b">the one</text></svg>';
  expect(read('x.svg', image, 'sentences')).toEqual(['the one']);
});

it('a file without text is not read', () => {
  expect(scanFile('fixtures/media/photo.jpg')).toBeUndefined();
});
