import type { Normalized } from '../../../../shared/provider/provider-adapter.ts';

/** A callback that lacks what its event cannot be without; `path` says where that belongs. */
export function unrecognized(providerEvent: string, path: string, problem: string): Normalized {
  return {
    understood: false,
    unrecognized: { reason: 'invalid_shape', providerEvent, path, problem },
  };
}
