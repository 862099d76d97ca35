import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import type { NormalizeContext } from '../../../../shared/provider/provider-adapter.ts';
import { normalizeCloudApiValue } from '../../../../shared/whatsapp/normalize-value.ts';
import type { Change } from './change.ts';

/** `messages` and `smb_message_echoes`: messages in both directions, statuses, errors. */
export function normalizeMessages(
  { providerEvent, json, path, raw, wabaId, wrap }: Change,
  { channels }: NormalizeContext,
): readonly NormalizeResult[] {
  return normalizeCloudApiValue(json, {
    providerEvent,
    path,
    isAlone: raw === undefined,
    account: { wabaId },
    phoneOf: (id) => (Object.hasOwn(channels, id) ? channels[id]?.phone : undefined),
    wrap,
  });
}
