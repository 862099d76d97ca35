import { type Segment, toBlank, toStringSegment } from './segment.ts';

/** After these a slash begins a regular expression; after anything else it divides. */
const beforeRegex =
  /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|throw|else|await|yield))$/;

const regexLiteral = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const lineComments = /\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*/y;
const blockComment = /\/\*[\s\S]*?(?:\*\/|$)/y;
const quoted = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;

/** Code up to something that is not code, or a single character that may begin it. */
const plainCode = /[^/'"`{}]+|[\s\S]/y;

/** What precedes the name of a module. */
const beforeModule = /\b(?:from|import|import\s*\()\s*$/;

/**
 * Separates the code, the comments and the strings of a TypeScript or JavaScript file. Regular
 * expressions count as strings. Relative paths and names of modules are left out: the file that they
 * lead to is ruled by its own name.
 */
export function scanTypeScript(source: string): readonly Segment[] {
  const segments: Segment[] = [];
  scanCode(source, 0, false, segments);
  return segments.sort((one, other) => one.start - other.start);
}

/** Reads code to its end, or past the brace that closes a `${`. Returns the position after it. */
function scanCode(source: string, from: number, isNested: boolean, segments: Segment[]): number {
  let at = from;
  let codeStart = from;
  let depth = 0;
  const endCode = (next: number) => {
    const text = source.slice(codeStart, at);
    if (text !== '') segments.push({ kind: 'names', start: codeStart, text });
    at = next;
    codeStart = next;
  };
  while (at < source.length) {
    const other = scanOther(source, at, segments);
    if (other !== undefined) {
      endCode(other);
      continue;
    }
    const code = matchAt(plainCode, source, at) ?? '';
    if (isNested && code === '}' && depth === 0) break;
    if (code === '{') depth += 1;
    if (code === '}') depth -= 1;
    at += code.length;
  }
  endCode(Math.min(at + 1, source.length));
  return at;
}

/** Reads a comment or a literal that begins here. Returns the position after it. */
function scanOther(source: string, at: number, segments: Segment[]): number | undefined {
  const first = source[at];
  if (first === '`') return scanTemplate(source, at, segments);
  if (first === "'" || first === '"') {
    const literal = matchAt(quoted, source, at);
    if (literal === undefined) return undefined;
    const isModule = beforeModule.test(source.slice(Math.max(0, at - 20), at));
    if (!isModule) addString(segments, at, literal);
    return at + literal.length;
  }
  if (first !== '/') return undefined;
  const lines = matchAt(lineComments, source, at);
  const comment = lines ?? matchAt(blockComment, source, at);
  if (comment !== undefined) {
    const marks = lines === undefined ? /^\/\*+|\*+\/$|^[ \t]*\*+/gm : /^[ \t]*\/\//gm;
    segments.push({ kind: 'sentences', start: at, text: comment.replace(marks, toBlank) });
    return at + comment.length;
  }
  if (!beforeRegex.test(source.slice(Math.max(0, at - 40), at).trimEnd())) return undefined;
  const regex = matchAt(regexLiteral, source, at);
  if (regex === undefined) return undefined;
  addString(segments, at, regex);
  return at + regex.length;
}

/** Reads a template literal as one string in which each `${…}` is a word; the code in it comes on top. */
function scanTemplate(source: string, start: number, segments: Segment[]): number {
  let text = '`';
  let at = start + 1;
  while (at < source.length && source[at] !== '`') {
    if (source.startsWith('${', at)) {
      const end = scanCode(source, at + 2, true, segments);
      text += 'X'.repeat(end - at);
      at = end;
    } else {
      const piece = source.slice(at, source[at] === '\\' ? at + 2 : at + 1);
      text += piece;
      at += piece.length;
    }
  }
  addString(segments, start, `${text}\``);
  return Math.min(at + 1, source.length);
}

function addString(segments: Segment[], start: number, literal: string): void {
  if (/^.\.{1,2}\//.test(literal)) return;
  const text = literal.slice(1, -1).replaceAll(/\\[\s\S]/g, '  ');
  segments.push(toStringSegment(start + 1, text));
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
