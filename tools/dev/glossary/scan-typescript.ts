import { type Segment, toBlank } from './segment.ts';

/** After these a slash begins a regular expression; after anything else it divides. */
const beforeRegex =
  /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|throw|else|await|yield))$/;
const regexLiteral = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const lineComments = /\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*/y;
const quoted = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;
const namesModule = /\b(?:from|import|import\s*\()\s*$/;

/**
 * Separates the code, the comments and the strings of a TypeScript or JavaScript file. Regular
 * expressions count as strings. Module specifiers are left out: the file itself is ruled by its name.
 */
export function scanTypeScript(source: string): readonly Segment[] {
  const segments: Segment[] = [];
  scanCode(source, 0, false, segments);
  return segments.sort((one, other) => one.start - other.start);
}

/** Reads code up to the end, or up to the brace that closes a `${`; returns the position after it. */
function scanCode(source: string, from: number, isNested: boolean, segments: Segment[]): number {
  let at = from;
  let begin = from;
  let depth = 0;
  const endCode = () => {
    if (at > begin) segments.push({ kind: 'names', start: begin, text: source.slice(begin, at) });
  };
  const take = (kind: 'comment' | 'string' | undefined, text: string, length: number) => {
    endCode();
    if (kind !== undefined) segments.push({ kind, start: at, text });
    at += length;
    begin = at;
  };
  while (at < source.length) {
    const char = source[at];
    if (char === '/') {
      const line = matchAt(lineComments, source, at);
      const block = source.startsWith('/*', at) ? blockAt(source, at) : undefined;
      const regex =
        line ?? block ?? (isRegexNext(source, at) ? matchAt(regexLiteral, source, at) : undefined);
      if (line !== undefined)
        take('comment', line.replaceAll(/^[ \t]*\/\//gm, toBlank), line.length);
      else if (block !== undefined)
        take('comment', block.replaceAll(/^\/\*+|\*+\/$|^[ \t]*\*+/gm, toBlank), block.length);
      else if (regex !== undefined)
        take('string', regex.replaceAll(/\\[a-zA-Z]/g, '  '), regex.length);
      else at += 1;
    } else if (char === "'" || char === '"') {
      const text = matchAt(quoted, source, at) ?? char;
      const isModule = namesModule.test(source.slice(Math.max(begin, at - 20), at));
      take(isModule || /^.\.{1,2}\//.test(text) ? undefined : 'string', inner(text), text.length);
    } else if (char === '`') {
      endCode();
      at = scanTemplate(source, at, segments);
      begin = at;
    } else {
      if (char === '{') depth += 1;
      if (char === '}' && isNested && depth === 0) break;
      if (char === '}') depth -= 1;
      at += 1;
    }
  }
  endCode();
  return at + 1;
}

/** Reads a template literal as one string, in which each `${…}` is a word; its code comes on top. */
function scanTemplate(source: string, start: number, segments: Segment[]): number {
  let text = ' ';
  let at = start + 1;
  while (at < source.length && source[at] !== '`') {
    if (source[at] === '\\') {
      text += '  ';
      at += 2;
    } else if (source.startsWith('${', at)) {
      const end = scanCode(source, at + 2, true, segments);
      text += 'X'.repeat(end - at);
      at = end;
    } else {
      text += source[at];
      at += 1;
    }
  }
  if (!/^ \.{1,2}\//.test(text)) segments.push({ kind: 'string', start, text });
  return at + 1;
}

/** A string without its quotes and escapes. */
function inner(text: string): string {
  return ` ${text.slice(1, -1).replaceAll(/\\./g, '  ')} `;
}

function isRegexNext(source: string, at: number): boolean {
  return beforeRegex.test(source.slice(Math.max(0, at - 40), at).trimEnd());
}

function blockAt(source: string, at: number): string {
  const end = source.indexOf('*/', at + 2);
  return source.slice(at, end === -1 ? undefined : end + 2);
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
