import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { normalizeCloudApiValue } from '../../../../shared/whatsapp/normalize-value.ts';
import type { Change } from './change.ts';

/** `messages` and `smb_message_echoes`: messages in both directions, statuses, errors. */
export function normalizeMessages(
  { providerEvent, value, path, raw, wabaId, wrap }: Change,
  { channels }: NormalizeContext,
): readonly Normalized[] {
  return normalizeCloudApiValue(value, {
    providerEvent,
    path,
    alone: raw === undefined,
    account: { wabaId },
    phoneOf: (id) => (Object.hasOwn(channels, id) ? channels[id]?.phone : undefined),
    wrap,
  });
}
