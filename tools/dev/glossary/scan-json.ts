import type { Segment } from './segment.ts';

/** The keys of a JSON document as names, and its texts as strings unless only keys are wanted. */
export function scanJson(source: string, { keysOnly = false } = {}): readonly Segment[] {
  return [...source.matchAll(/"((?:\\.|[^"\\])*)"(\s*:)?/g)].flatMap(
    ({ 1: text = '', 2: colon, index }): Segment[] => {
      if (colon === undefined && keysOnly) return [];
      const kind = colon === undefined ? 'string' : 'names';
      return [{ kind, start: index + 1, text: text.replaceAll(/\\./g, '  ') }];
    },
  );
}
