import { scanJson } from './scan-json.ts';
import { scanTypeScript } from './scan-typescript.ts';
import { type Segment, toBlank } from './segment.ts';

const fence = /^([ \t]*)```([^\n]*)\n([\s\S]*?)^[ \t]*```[ \t]*$/gm;

/**
 * Reads a Markdown page: its text as prose, its code by the language of each block. Targets of links
 * are left out: the file itself is ruled by its name.
 *
 * @param json whether blocks of JSON are read; those that show a provider's payload are not.
 */
export function scanMarkdown(source: string, { json = true } = {}): readonly Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  const addProse = (to: number) => {
    const text = source.slice(end, to).replaceAll(/\]\([^)\s]*\)/g, toBlank);
    segments.push({ kind: 'prose', start: end, text });
  };
  for (const block of source.matchAll(fence)) {
    const { 0: whole, 2: language = '', 3: code = '', index } = block;
    addProse(index);
    const start = index + whole.indexOf('\n') + 1;
    const moved = (found: readonly Segment[]) =>
      found.map((segment) => ({ ...segment, start: segment.start + start }));
    if (/^(ts|typescript|js)\b/.test(language)) segments.push(...moved(scanTypeScript(code)));
    else if (/^jsonc?\b/.test(language)) segments.push(...(json ? moved(scanJson(code)) : []));
    else segments.push({ kind: 'prose', start, text: code });
    end = index + whole.length;
  }
  addProse(source.length);
  return segments;
}
