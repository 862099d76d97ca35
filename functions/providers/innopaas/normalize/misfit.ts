import type { Normalized } from '../../../../shared/provider/provider-adapter.ts';

/** A callback that lacks what its event cannot be without; `path` says where that belongs. */
export function misfit(feed: string, path: string, problem: string): Normalized {
  return { understood: false, misfit: { reason: 'invalid_shape', feed, path, problem } };
}
