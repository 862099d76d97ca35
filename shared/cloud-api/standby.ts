import type { JsonObject, JsonValue } from '../json.ts';
import { toObject } from '../provider/inbound.ts';
import type { Normalizer } from '../provider/normalize-items.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { toTraffic } from '../provider/traffic.ts';
import { normalizeCloudApiValue } from '../whatsapp/normalize-value.ts';
import type { Change } from './changes.ts';
import { toOrigin } from './messages.ts';

/**
 * `standby`: what the app in control of a conversation receives and sends, for the other apps of the
 * business. The lists stand in an object of that name; without it, they are read where those of
 * `messages` are.
 */
export const normalizeStandby: Normalizer<Change> = (change, context) => {
  const value = toObject(change.json);
  const lists = toObject(value?.standby);
  const origin = toOrigin(change, context);
  const results =
    value === undefined || lists === undefined
      ? normalizeCloudApiValue(change.json, origin)
      : normalizeCloudApiValue(
          { ...withoutLists(value), ...lists },
          {
            ...origin,
            path: [...change.path, 'standby'],
            toBody: (part) => change.toBody(toStandbyValue(part)),
          },
        );
  return toResults(results).map((result) => toTraffic(result, 'standby'));
};

/** A list of results, whether it is one or several. */
export function toResults(
  results: NormalizeResult | readonly NormalizeResult[],
): readonly NormalizeResult[] {
  return 'kind' in results ? [results] : results;
}

function withoutLists({ standby: _, ...around }: JsonObject): JsonObject {
  return around;
}

/** What stands around the object `standby`, apart from what is in it. */
function toStandbyValue({ messaging_product, metadata, ...standby }: JsonObject): JsonValue {
  return {
    ...(messaging_product !== undefined && { messaging_product }),
    ...(metadata !== undefined && { metadata }),
    standby,
  };
}
