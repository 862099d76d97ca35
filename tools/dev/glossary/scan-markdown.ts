import { scanJson } from './scan-json.ts';
import { scanTypeScript } from './scan-typescript.ts';
import { type Segment, toBlank } from './segment.ts';

/** A block of code, as far as its closing fence, which may be missing. */
const codeBlock = /^[ \t]*```(\w*)[^\n]*\n([\s\S]*?)(?:^[ \t]*```[ \t]*$|(?![\s\S]))/gm;

/**
 * Reads the text of a Markdown page as sentences, and each block of code by its language. Targets of
 * links are left out: the file that they lead to is ruled by its own name.
 */
export function scanMarkdown(page: string): readonly Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  const addText = (until: number) => {
    const text = page.slice(end, until).replaceAll(/\]\([^)\s]*\)/g, toBlank);
    segments.push({ kind: 'sentences', start: end, text });
  };
  for (const { 0: block, 1: language = '', 2: code = '', index } of page.matchAll(codeBlock)) {
    addText(index);
    const start = index + block.indexOf('\n') + 1;
    segments.push(
      ...scanBlock(language, code).map((segment) => ({ ...segment, start: start + segment.start })),
    );
    end = index + block.length;
  }
  addText(page.length);
  return segments;
}

function scanBlock(language: string, code: string): readonly Segment[] {
  if (/^(?:ts|typescript|js)$/.test(language)) return scanTypeScript(code);
  if (/^jsonc?$/.test(language)) return scanJson(code);
  return [{ kind: 'block', start: 0, text: code }];
}
