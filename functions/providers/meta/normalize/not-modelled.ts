import { isJsonObject, type JsonValue } from '../../../../shared/json.ts';
import type { NormalizedPart } from '../../../../shared/provider/provider-adapter.ts';
import { unknownProviderEvent } from '../../../../shared/provider/unknown-provider-event.ts';
import type { Change } from './change.ts';

/**
 * A webhook field that the contract has no event for. Meta adds fields without notice, so there is
 * no list of them: what counts is whether a field holds messages, as `history` does. Those must not
 * be lost, and are quarantined. Everything else (`calls`, `flows`, `business_capability_update` …)
 * is kept.
 */
export function normalizeNotModelled(change: Change): readonly NormalizedPart[] {
  const { providerEvent, value, path, raw } = change;
  return holdsMessages(value ?? null)
    ? [unknownProviderEvent(providerEvent, path, raw)]
    : [{ understood: true, kept: { providerEvent, raw } }];
}

/** Whether a message is somewhere in it: what says who wrote and of what type it is. */
function holdsMessages(value: JsonValue): boolean {
  if (!isJsonObject(value)) return Array.isArray(value) && value.some(holdsMessages);
  const isWritten = 'from' in value || 'from_user_id' in value;
  return (isWritten && 'type' in value) || Object.values(value).some(holdsMessages);
}
