import type { JsonValue } from '../json.ts';
import type { Normalized } from './provider-adapter.ts';
import { type JsonPath, toJsonPath } from './read-item.ts';

/**
 * A delivery that fits its schema and still lacks what its event cannot be without. `path` says
 * where that belongs, `problem` what was expected there; neither repeats a value of the body.
 *
 * @param raw the item with its envelope, where it is not the whole body
 */
export function invalidShape(
  providerEvent: string,
  path: JsonPath,
  problem: string,
  raw?: JsonValue,
): Normalized {
  return {
    understood: false,
    unrecognized: { reason: 'invalid_shape', providerEvent, path: toJsonPath(path), problem, raw },
  };
}
