/** A page with its generated sections, each between `<!-- name -->` and `<!-- /name -->`. */
export function withSections(page: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce(
    (text, [name, section]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`),
        (_all, open, close) => `${open}\n\n${section}\n\n${close}`,
      ),
    page,
  );
}
