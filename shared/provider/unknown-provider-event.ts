import type { JsonValue } from '../json.ts';
import type { Normalized } from './provider-adapter.ts';
import { type JsonPath, toJsonPath } from './read-item.ts';

/**
 * A delivery whose provider event no adapter knows. Its name is told only when it looks like one: nothing
 * else of a body is ever repeated outside of the raw JSON.
 *
 * @param raw the item with its envelope, where it is not the whole body
 */
export function unknownProviderEvent(
  name: JsonValue | undefined,
  path: JsonPath,
  raw?: JsonValue,
): Normalized {
  const providerEvent =
    typeof name === 'string' && /^[A-Za-z][\w.:-]{0,63}$/.test(name) ? name : undefined;
  return {
    understood: false,
    unrecognized: { reason: 'unknown_provider_event', providerEvent, path: toJsonPath(path), raw },
  };
}
