import type { WriteStream } from 'node:tty';
import type { Terminal } from './lines.ts';

/**
 * The terminal that standard output is; `undefined` for a pipe or a file.
 *
 * Node reads the variables that say whether a person wants colours: NO_COLOR, FORCE_COLOR, TERM
 * (https://nodejs.org/api/tty.html#writestreamgetcolordepthenv, 2026-11-28).
 */
export function findTerminal(
  stream: Pick<WriteStream, 'isTTY' | 'columns' | 'hasColors'>,
): Terminal | undefined {
  if (!stream.isTTY) return undefined;
  return {
    // Read for each result: a window changes its size. A terminal that has no size says 0.
    get columns() {
      return stream.columns || 80;
    },
    hasColors: stream.hasColors(),
  };
}
