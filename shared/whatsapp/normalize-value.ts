import { isJsonObject, type JsonValue } from '../json.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { readItem } from '../provider/read-item.ts';
import { invalidShape } from '../provider/unrecognized.ts';
import { normalizeMessage } from './messages.ts';
import type { CloudApiOrigin } from './origin.ts';
import { type CloudApiMetadata, cloudApiValue } from './schema.ts';
import { normalizeStatus } from './statuses.ts';
import { toItems, type ValueItem } from './value-item.ts';

/**
 * Normalizes a Cloud API `value` of the fields `messages` and `smb_message_echoes`: one result for
 * each message, then for each echo, each status and each error, in their order. `origin` says what
 * stands around the `value`: Meta's `entry[].changes[]`, or a reseller's own envelope.
 *
 * Guarantee: never empty. A bad item, and a `value` without any item, is unrecognized.
 */
export function normalizeCloudApiValue(
  value: JsonValue | undefined,
  origin: CloudApiOrigin,
): readonly NormalizeResult[] {
  const raw = origin.isAlone || !isJsonObject(value) ? undefined : origin.wrap(value);
  const place = { providerEvent: origin.providerEvent, path: origin.path, raw };
  const read = readItem(cloudApiValue, value, place);
  if (read.kind === 'unrecognized') return [read];
  const items = isJsonObject(value) ? toItems(value, origin) : [];
  return items.length === 0
    ? [invalidShape(place, [], 'expected messages or statuses')]
    : items.map((item) => normalizeItem(item, read.value.metadata, origin));
}

function normalizeItem(
  item: ValueItem,
  metadata: CloudApiMetadata,
  origin: CloudApiOrigin,
): NormalizeResult {
  switch (item.list) {
    case 'messages':
    case 'message_echoes':
      return normalizeMessage(item, item.list, metadata, origin);
    case 'statuses':
      return normalizeStatus(item, metadata, origin);
    case 'errors':
      // An error of the account or the app that concerns no message: the contract has no event for
      // it, and an operator must see it.
      return invalidShape(item.placeOf(), [], 'an error without a message');
    default:
      return item.list satisfies never;
  }
}
