import { parts } from '../../../test/architecture/parts.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on the architecture with the table of who may import whom. */
export function withImportTable(page: string): string {
  const rows = parts.map(({ has, mayImport }) => [
    toList(has),
    typeof mayImport === 'string' ? mayImport : toList(mayImport),
  ]);
  return withSections(page, { imports: toTable(['files', 'may import'], rows) });
}

function toList(paths: readonly string[]): string {
  return paths.map((path) => `\`${path}\``).join(', ') || 'nothing';
}
