import type { Normalized } from '../../providers/provider.ts';
import { readItem, toJsonPath } from '../../providers/read-item.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { normalizeMessage, type ValueContext } from './messages.ts';
import type { CloudApiOrigin } from './origin.ts';
import { isContactOf, type PersonRef } from './parties.ts';
import { cloudApiValue } from './schema.ts';

/**
 * The events of a Cloud API `value`: one for each message, then one for each status, in their order.
 * Whoever wraps it (Meta's `entry[].changes[]`, a reseller's own envelope) says so in `origin`.
 */
export function normalizeCloudApiValue(
  value: JsonValue | undefined,
  origin: CloudApiOrigin,
): readonly Normalized[] {
  const read = readItem(cloudApiValue, value, origin);
  if (!read.fits) return [{ understood: false, misfit: read.misfit }];
  const envelope = isJsonObject(value) ? value : {};
  const { contacts = [], metadata } = read.value;
  const messages = toItems(envelope.messages);
  const single = messages.length === 1;
  const context: ValueContext = {
    origin,
    metadata,
    contactOf: (ref: PersonRef) =>
      contacts.find((contact) => isContactOf(ref, contact)) ?? (single ? contacts[0] : undefined),
  };
  const parts = messages.map((item, index) =>
    normalizeMessage(item, context, {
      feed: origin.feed,
      path: [...origin.path, 'messages', index],
      ...(!single && { raw: origin.wrap({ ...envelope, messages: [item] }) }),
    }),
  );
  return parts.length > 0
    ? parts
    : [
        {
          understood: false,
          misfit: {
            reason: 'invalid_shape',
            feed: origin.feed,
            path: toJsonPath(origin.path),
            problem: 'expected messages or statuses',
          },
        },
      ];
}

/** The entries of a list; one bare entry counts as a list of one. */
function toItems(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value : [value];
}
