import { normalizeCloudApiValue } from '../../../shared/normalizers/cloud-api/normalize-value.ts';
import { cloudApiValue } from '../../../shared/normalizers/cloud-api/schema.ts';
import type { NormalizeContext, Normalized } from '../../../shared/providers/provider.ts';
import { readItem } from '../../../shared/providers/read-item.ts';
import type { Change } from './change.ts';

/** `messages` and `smb_message_echoes`: messages in both directions, statuses, errors. */
export function normalizeMessages(
  change: Change,
  context: NormalizeContext,
): readonly Normalized[] {
  const { feed, value, path, raw, wabaId, wrap } = change;
  return normalizeCloudApiValue(value, {
    feed,
    path,
    alone: raw === undefined,
    account: { wabaId },
    business: { phone: toConfiguredPhone(change, context) },
    wrap,
  });
}

/** The number that the owner configured for Meta's id of it. */
function toConfiguredPhone(
  { feed, value }: Change,
  { channels }: NormalizeContext,
): string | undefined {
  const read = readItem(cloudApiValue, value, { feed });
  const id = read.fits ? read.value.metadata?.phone_number_id : undefined;
  return id !== undefined && Object.hasOwn(channels, id) ? channels[id]?.phone : undefined;
}
