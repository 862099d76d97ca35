import { describe, expect, it } from 'vitest';
import { withSections } from '../../../tools/dev/docs/generated-sections.ts';

describe('the generated sections of a page', () => {
  it('replace what is between their comments, and nothing else', () => {
    const page = 'before\n<!-- a -->old<!-- /a -->\nbetween\n<!-- b -->\n<!-- /b -->\nafter\n';
    expect(withSections(page, { b: '$& table', a: 'list' })).toBe(
      'before\n<!-- a -->\n\nlist\n\n<!-- /a -->\nbetween\n<!-- b -->\n\n$& table\n\n<!-- /b -->\nafter\n',
    );
  });

  it.each([
    ['no comment', 'text'],
    ['no comment at the start', 'text <!-- /a -->'],
    ['no comment at the end', '<!-- a --> text'],
    ['the comments in the wrong order', '<!-- /a --> text <!-- a -->'],
    ['only comments of another section', '<!-- ab --> text <!-- /ab -->'],
  ])('are an error in a page with %s', (_, page) => {
    expect(() => withSections(page, { a: 'list' })).toThrow(
      'the page needs <!-- a --> … <!-- /a -->',
    );
  });
});
