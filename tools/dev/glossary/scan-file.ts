import { scanJson } from './scan-json.ts';
import { scanMarkdown } from './scan-markdown.ts';
import { scanPython } from './scan-python.ts';
import { scanTypeScript } from './scan-typescript.ts';
import { type Segment, toBlank } from './segment.ts';

type Scan = (source: string) => readonly Segment[];

/**
 * Files in which the words are not the project's: what providers send, what npm writes, and this
 * rule's own page and exceptions.
 */
const notOurs =
  /\.payload\.json$|^package-lock\.json$|^docs\/glossary\.md$|^tools\/dev\/glossary\/exceptions\.txt$/;

/** How a file is read; `undefined` for one that has no words to rule. */
export function scanFile(path: string): Scan | undefined {
  if (notOurs.test(path)) return undefined;
  if (/\.(?:tsx?|mjs)$/.test(path)) return scanTypeScript;
  if (path.endsWith('.py')) return scanPython;
  if (path.endsWith('.expected.json')) return (source) => scanJson(source, { keysOnly: true });
  if (path.endsWith('.json')) return scanJson;
  if (path.endsWith('.svg')) return (source) => scanMarkdown(withoutTags(source));
  if (path === 'CHANGELOG.md') return (source) => scanMarkdown(withoutRenames(source));
  if (/^functions\/providers\/.*\.md$/.test(path)) {
    return (source) => scanMarkdown(withoutCode(source));
  }
  return path.endsWith('.md') ? scanMarkdown : undefined;
}

function withoutTags(image: string): string {
  return image.replaceAll(/<style[\s\S]*?<\/style>|<[^>]*>/g, toBlank);
}

/** Rows of the form | `old` | `new` | say what was renamed. */
function withoutRenames(page: string): string {
  return page.replaceAll(/^\| `[^`\n]+`(?= \| `)/gm, toBlank);
}

/** The code on a provider's page is the provider's: fields, events and payloads. */
function withoutCode(page: string): string {
  return page.replaceAll(/```[\s\S]*?```|`[^`\n]+`/g, (code) => code.replaceAll(/[^\n]/g, 'X'));
}
