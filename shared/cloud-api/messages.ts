import type { Normalizer } from '../provider/normalize-items.ts';
import type { NormalizeContext } from '../provider/provider-adapter.ts';
import { normalizeCloudApiValue } from '../whatsapp/normalize-value.ts';
import type { CloudApiOrigin } from '../whatsapp/origin.ts';
import type { Change } from './changes.ts';

/** `messages`, `calls` and the fields of echoes: messages in both directions, statuses, calls, errors. */
export const normalizeMessages: Normalizer<Change> = (change, context) =>
  normalizeCloudApiValue(change.json, toOrigin(change, context));

/** Where the `value` of a change stands, for the readers of the Cloud API's objects. */
export function toOrigin(change: Change, { channels }: NormalizeContext): CloudApiOrigin {
  const { providerEvent, path, raw, wabaId, appId, reseller, toBody } = change;
  return {
    providerEvent,
    path,
    isOnlyValue: raw === undefined,
    account: { wabaId, appId },
    phoneOf: (id) => (Object.hasOwn(channels, id) ? channels[id]?.phone : undefined),
    ...reseller,
    toBody,
  };
}
