import type { JsonValue } from '../json.ts';
import type { Normalized } from './provider-adapter.ts';
import { type JsonPath, toJsonPath } from './read-item.ts';

/**
 * A delivery whose feed no dialect knows. Its name is told only when it looks like one: nothing
 * else of a body is ever repeated outside of the raw JSON.
 *
 * @param raw the item with its envelope, where it is not the whole body
 */
export function unknownFeed(
  name: JsonValue | undefined,
  path: JsonPath,
  raw?: JsonValue,
): Normalized {
  const feed = typeof name === 'string' && /^[A-Za-z][\w.:-]{0,63}$/.test(name) ? name : undefined;
  return {
    understood: false,
    misfit: { reason: 'unknown_feed', feed, path: toJsonPath(path), raw },
  };
}
