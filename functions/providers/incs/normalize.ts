import { isJsonObject, type JsonValue } from '../../../shared/json.ts';
import type { NormalizeContext, Normalized } from '../../../shared/provider/provider-adapter.ts';
import { unknownProviderEvent } from '../../../shared/provider/unknown-provider-event.ts';
import { normalizeMessageCreated } from './normalize/message-created.ts';
import { normalizeNewMessage } from './normalize/new-message.ts';
import { normalizeStatusUpdate, normalizeStatusUpdated } from './normalize/statuses.ts';
import { normalizeTemplateUpdate } from './normalize/templates.ts';

/** The events of one INCS callback. Its field `event` names the provider event. */
export function normalize(body: JsonValue, context: NormalizeContext): readonly Normalized[] {
  if (!isJsonObject(body))
    return [{ understood: false, unrecognized: { reason: 'not_an_object' } }];
  switch (body.event) {
    case 'new_message':
      return normalizeNewMessage(body, context);
    case 'message_created':
      return [normalizeMessageCreated(body, context)];
    case 'message_status_update':
      return [normalizeStatusUpdate(body, context)];
    case 'message_status_updated':
      return [normalizeStatusUpdated(body)];
    case 'template_status_update':
    case 'template_category_update':
    case 'template_quality_update':
      return [normalizeTemplateUpdate(body.event, body, context)];
    default:
      return [unknownProviderEvent(body.event, ['event'])];
  }
}
