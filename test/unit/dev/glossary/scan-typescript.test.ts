import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanTypeScript } from '../../../../tools/dev/glossary/scan-typescript.ts';

/** What is read of a source, by kind, with white space in a row as one space. */
function read(source: string): Record<'names' | 'sentences', readonly string[]> {
  const texts = (kind: string) =>
    scanTypeScript(source)
      .filter((segment) => segment.kind === kind)
      .map(({ text }) => text.replaceAll(/\s+/g, ' ').trim())
      .filter((text) => text !== '');
  return { names: texts('names'), sentences: texts('sentences') };
}

describe('a TypeScript file', () => {
  it('has code, comments and strings', () => {
    const source = 'const one = \'is one\'; // one\nconst two = "is two"; /* two */';
    expect(read(source)).toEqual({
      names: ['const one =', ';', 'const two =', ';'],
      sentences: ['is one', 'one', 'is two', 'two'],
    });
  });

  it('has a comment of several lines as one text, without its marks', () => {
    expect(read('/**\n * The first\n * line. */').sentences).toEqual(['The first line.']);
    expect(read('// The first\n  // line.\nconst x = 1;').sentences).toEqual(['The first line.']);
  });

  it('has a string of one word as a name', () => {
    expect(read("get('key-of-it')").names).toEqual(['get(', 'key-of-it', ')']);
  });

  it('has the code in a template literal as code, and a word in its place', () => {
    const source = `x = \`a \${of({ b: \`c \${d} e\` })} f\`;`;
    expect(read(source)).toEqual({
      names: ['x =', 'of({ b:', 'd', '})', ';'],
      sentences: [`a ${'X'.repeat(24)} f`, 'c XXXX e'],
    });
  });

  it.each([
    ['an escaped quote', String.raw`x = 'it\'s so'; y`, ['x =', '; y']],
    ['a quote in a regular expression', 'x = /[\'"`]/g; y', ['x =', '[\'"`]/', '; y']],
    ['a slash in a class', 'f(/[/] a/); y', ['f(', '); y']],
    ['two divisions', 'x = a / b / c; y', ['x = a / b / c; y']],
    ['a division after a call', 'x = f(a) / b; // c', ['x = f(a) / b;']],
    ['a comment in a string', "x = 'a // b'; y", ['x =', '; y']],
    ['a quote in a comment', "x; // it's\ny; // isn't", ['x;', 'y;']],
    ['an apostrophe in a template', `x = \`it's \${y}\`; z`, ['x =', 'y', '; z']],
  ])('is read to its end with %s', (_, source, names) => {
    expect(read(source).names).toEqual(names);
  });

  it.each(["import x from 'a/b';", "import { x } from './b.ts';", "await import('../b.ts');"])(
    'says nothing by the names of other modules: %s',
    (source) => {
      expect(read(source).names.join(' ')).not.toMatch(/\bb\b/);
    },
  );

  it('keeps every character at its place, whatever it holds', () => {
    const marks = ['//', '/*', '*/', '/** ', `\${`, `\`x\${`];
    const piece = fc.constantFrom(...'\'"`/*\\{}\n ab', ...marks);
    const source = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(source, (written) => {
        for (const { start, text } of scanTypeScript(written)) {
          expect(start + text.length).toBeLessThanOrEqual(written.length);
          const there = written.slice(start, start + text.length);
          const isSame = [...text].map((char, at) => /[\sX]/.test(char) || char === there[at]);
          expect(isSame).not.toContain(false);
        }
      }),
    );
  });
});
