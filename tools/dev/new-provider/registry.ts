const importLine = /^import \{ manifest as (\w+) \} from '\.\/([\w-]+)\/manifest\.ts';\n/gm;

const list = /(export const providers: readonly Manifest\[\] = )\[[^\]]*\];/;

/** Biome's limit. */
const maxLineChars = 100;

/** The text of `functions/providers/registry.ts` with one more provider, in the order of ids. */
export function toRegistry(text: string, id: string): string {
  const ids = [...text.matchAll(importLine)].map(([, , folder = '']) => folder);
  const all = [...ids, id].sort();
  const imports = all.map(
    (it) => `import { manifest as ${toVariable(it)} } from './${it}/manifest.ts';\n`,
  );
  const firstImport = text.search(importLine);
  const others = text.slice(firstImport).replace(importLine, '');
  return `${text.slice(0, firstImport)}${imports.join('')}${others}`.replace(
    list,
    (_all, start: string) => `${start}${toList(start, all.map(toVariable))};`,
  );
}

function toList(start: string, names: readonly string[]): string {
  const line = `[${names.join(', ')}]`;
  return start.length + line.length < maxLineChars
    ? line
    : `[\n${names.map((name) => `  ${name},\n`).join('')}]`;
}

/** `north-wind` → `northWind`, `4winds` → `provider4winds` */
function toVariable(id: string): string {
  const words = id.replace(/-([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
  return /^\d/.test(words) ? `provider${words}` : words;
}
