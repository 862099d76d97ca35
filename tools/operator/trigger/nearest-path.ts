import { findNearest } from '../../../shared/nearest-word.ts';
import { leavesOf } from './leaves.ts';

/** More distinct paths than all events of the contract have: a generic provider's payload may have any number. */
const maxPaths = 10_000;

/** Learns which fields events have, and finds the one that a mistyped path was probably meant to be. */
export function createPathFinder() {
  const counts = new Map<string, number>();
  return {
    add(detail: object): void {
      for (const path of new Set(leavesOf(detail).map((leaf) => leaf.path.join('.')))) {
        if (counts.has(path) || counts.size < maxPaths)
          counts.set(path, (counts.get(path) ?? 0) + 1);
      }
    },
    /**
     * @param dotted the end of a path
     * @returns the nearest end of a path, of two the more frequent one; `undefined` where some event has the path itself
     */
    nearest(dotted: string): string | undefined {
      const length = dotted.split('.').length;
      const ends = new Map<string, number>();
      for (const [path, count] of counts) {
        const end = path.split('.').slice(-length).join('.');
        ends.set(end, (ends.get(end) ?? 0) + count);
      }
      if (ends.has(dotted)) return undefined;
      const frequentFirst = [...ends].sort(([, one], [, other]) => other - one);
      return findNearest(
        dotted,
        frequentFirst.map(([end]) => end),
      );
    },
  };
}

/** The paths of conditions that no event has, with what was probably meant; nothing where none is near. */
export function explainPaths(
  finder: Pick<ReturnType<typeof createPathFinder>, 'nearest'>,
  conditions: readonly { readonly path: string }[],
): string | undefined {
  for (const { path } of conditions) {
    const nearest = finder.nearest(path);
    if (nearest !== undefined) return `no event has ${path}: did you mean ${nearest}?`;
  }
  return undefined;
}
