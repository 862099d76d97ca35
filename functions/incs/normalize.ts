import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/normalizers/json.ts';
import type { NormalizeContext, Normalized } from '../../shared/providers/provider.ts';
import { normalizeNewMessage } from './normalize/new-message.ts';
import { normalizeStatusUpdate } from './normalize/statuses.ts';

/** Gives the events of one INCS callback. The field `event` names the feed. */
export function normalize(body: JsonValue, context: NormalizeContext): readonly Normalized[] {
  if (!isJsonObject(body)) return [{ understood: false, misfit: { reason: 'not_an_object' } }];
  switch (body.event) {
    case 'new_message':
      return normalizeNewMessage(body, context);
    case 'message_status_update':
      return [normalizeStatusUpdate(body, context)];
    default:
      return [
        {
          understood: false,
          misfit: { reason: 'unknown_feed', feed: toFeedName(body), path: '$.event' },
        },
      ];
  }
}

/** The name of an unknown feed, if it looks like one: nothing else of a body is ever repeated. */
function toFeedName({ event }: JsonObject): string | undefined {
  return typeof event === 'string' && /^[A-Za-z][\w.:-]{0,63}$/.test(event) ? event : undefined;
}
