import { isJsonObject, type JsonValue } from '../json.ts';
import type { Normalized, Unrecognized } from '../provider/provider-adapter.ts';
import { readItem, toJsonPath } from '../provider/read-item.ts';
import { normalizeMessage } from './messages.ts';
import type { CloudApiOrigin } from './origin.ts';
import { type CloudApiMetadata, cloudApiValue } from './schema.ts';
import { normalizeStatus } from './statuses.ts';
import { toItems, type ValueItem } from './value-item.ts';

/**
 * The parts of a Cloud API `value` of the fields `messages` and `smb_message_echoes`: one for each
 * message, then for each echo, each status and each error, in their order. Whoever wraps the `value` (Meta's
 * `entry[].changes[]`, a reseller's own envelope) says in `origin` what stands around it.
 *
 * Guarantee: never empty. A bad item, and a `value` with no item at all, is told as an unrecognized item.
 */
export function normalizeCloudApiValue(
  value: JsonValue | undefined,
  origin: CloudApiOrigin,
): readonly Normalized[] {
  const { providerEvent, path } = origin;
  const raw = origin.alone || !isJsonObject(value) ? undefined : origin.wrap(value);
  const read = readItem(cloudApiValue, value, { providerEvent, path, ...(raw && { raw }) });
  if (!read.fits) return [{ understood: false, unrecognized: read.unrecognized }];
  const items = isJsonObject(value) ? toItems(value, origin) : [];
  if (items.length === 0) {
    const problem = 'expected messages or statuses';
    return [
      unrecognized({
        reason: 'invalid_shape',
        providerEvent,
        path: toJsonPath(path),
        problem,
        raw,
      }),
    ];
  }
  return items.map((item) => normalizeItem(item, read.value.metadata, origin));
}

function normalizeItem(
  item: ValueItem,
  metadata: CloudApiMetadata,
  origin: CloudApiOrigin,
): Normalized {
  switch (item.list) {
    case 'messages':
    case 'message_echoes':
      return normalizeMessage(item, item.list, metadata, origin);
    case 'statuses':
      return normalizeStatus(item, metadata, origin);
    case 'errors': {
      // An error of the account or the app, about no message: the contract has no event for it, and
      // an operator must see it.
      const { providerEvent, path, raw } = item.where();
      const problem = 'an error without a message';
      return unrecognized({
        reason: 'invalid_shape',
        providerEvent,
        path: toJsonPath(path),
        problem,
        raw,
      });
    }
    default:
      return item.list satisfies never;
  }
}

function unrecognized(part: Unrecognized): Normalized {
  return { understood: false, unrecognized: part };
}
