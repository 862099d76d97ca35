import { type Segment, toBlank, toStringSegment } from './segment.ts';

/** The keys of a JSON document as names, and its texts unless only keys are wanted. */
export function scanJson(source: string, { keysOnly = false } = {}): readonly Segment[] {
  return [...source.matchAll(/"((?:\\.|[^"\\])*)"(\s*:)?/g)].flatMap(
    ({ 1: content = '', 2: colon, index }): Segment[] => {
      if (colon !== undefined) return [{ kind: 'names', start: index + 1, text: content }];
      return keysOnly ? [] : [toStringSegment(index + 1, content.replaceAll(/\\./g, toBlank))];
    },
  );
}
