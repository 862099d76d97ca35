import type { Normalizer } from '../../../../shared/provider/normalize-items.ts';
import { normalizeCloudApiValue } from '../../../../shared/whatsapp/normalize-value.ts';
import type { Change } from './change.ts';

/** `messages`, `calls` and the fields of echoes: messages in both directions, statuses, calls, errors. */
export const normalizeMessages: Normalizer<Change> = (
  { providerEvent, json, path, raw, wabaId, toBody },
  { channels },
) =>
  normalizeCloudApiValue(json, {
    providerEvent,
    path,
    isOnlyValue: raw === undefined,
    account: { wabaId },
    phoneOf: (id) => (Object.hasOwn(channels, id) ? channels[id]?.phone : undefined),
    toBody,
  });
