import { type Segment, toBlank, toStringSegment } from './segment.ts';

const notCode = /#[^\n]*|[rbfu]*("""|''')[\s\S]*?\1|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;

/** Separates the code, the comments and the strings of a Python file; docstrings are strings. */
export function scanPython(source: string): readonly Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const { 0: found, index } of source.matchAll(notCode)) {
    segments.push({ kind: 'names', start: end, text: source.slice(end, index) });
    const text = found.replaceAll(/^#+|^[rbfu]*["']+|["']+$|\\[\s\S]/g, toBlank);
    segments.push(toStringSegment(index, text));
    end = index + found.length;
  }
  return [...segments, { kind: 'names', start: end, text: source.slice(end) }];
}
