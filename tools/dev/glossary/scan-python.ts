import { type Segment, toBlank } from './segment.ts';

const token = /#[^\n]*|[rbfu]*("""|''')[\s\S]*?\1|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;

/** Separates the code, the comments and the strings of a Python file; docstrings are strings. */
export function scanPython(source: string): readonly Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const { 0: text, index } of source.matchAll(token)) {
    segments.push({ kind: 'names', start: end, text: source.slice(end, index) });
    const marks = /^#+|^[rbfu]*(?:"""|'''|"|')|(?:"""|'''|"|')$/g;
    const kind = text.startsWith('#') ? 'comment' : 'string';
    segments.push({ kind, start: index, text: text.replaceAll(marks, toBlank) });
    end = index + text.length;
  }
  return [...segments, { kind: 'names', start: end, text: source.slice(end) }];
}
