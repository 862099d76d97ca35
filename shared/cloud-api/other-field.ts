import { isJsonArray, isJsonObject, type JsonValue } from '../json.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { unknownProviderEvent } from '../provider/read-item.ts';
import type { Change } from './changes.ts';

/**
 * A webhook field that the contract has no event for. Meta adds fields without notice, so a list of
 * them would be out of date: the rule is whether a field holds messages. Those must not be lost, and
 * are quarantined. Every other field (`flows`, `tracking_events` …) is unmapped.
 */
export function normalizeOtherField({ providerEvent, json, path, raw }: Change): NormalizeResult {
  return holdsMessages(json ?? null)
    ? unknownProviderEvent(providerEvent, path, raw)
    : { kind: 'unmapped', providerEvent, raw };
}

/** Whether a message occurs at any depth: an object with a sender and a `type`. */
function holdsMessages(value: JsonValue): boolean {
  if (!isJsonObject(value)) return isJsonArray(value) && value.some(holdsMessages);
  const isWritten = 'from' in value || 'from_user_id' in value;
  return (isWritten && 'type' in value) || Object.values(value).some(holdsMessages);
}
