/**
 * A page with its generated sections, each between `<!-- name -->` and `<!-- /name -->`.
 *
 * @throws {Error} when the page lacks one of these comments: the section would never change again
 */
export function withSections(page: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce((text, [name, section]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const start = text.indexOf(open);
    const end = text.indexOf(close, start);
    if (start < 0 || end < 0) throw new Error(`the page needs ${open} … ${close}`);
    return `${text.slice(0, start)}${open}\n\n${section}\n\n${text.slice(end)}`;
  }, page);
}
