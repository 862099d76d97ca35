import { isMessageType, sourcePrefix } from '../../shared/contract/event-kinds.ts';
import type { EventType, TributaryEvent } from '../../shared/contract/index.ts';
import { isJsonObject, type JsonValue } from '../../shared/json.ts';
import type { EventEnvelope } from './event-log.ts';

/**
 * An event on the bus as one of a gateway; `undefined` for any other. Anyone who may put events on the bus may
 * write `tributary.…` as the source: an event without the data and the metadata that every event of a gateway has
 * is not one, and must not stop those that come after it.
 */
export function toGatewayEvent(
  event: Pick<EventEnvelope, 'source' | 'detail-type' | 'detail'>,
): TributaryEvent | undefined {
  const { source, 'detail-type': type } = event;
  // It was parsed from JSON.
  const detail = event.detail as JsonValue | undefined;
  if (!source.startsWith(sourcePrefix) || !isJsonObject(detail)) return undefined;
  const { metadata, data } = detail;
  if (!isJsonObject(metadata) || !isJsonObject(data)) return undefined;
  const { id, provider, receivedAt } = metadata;
  if (![id, provider, receivedAt].every((value) => typeof value === 'string')) return undefined;
  if (isMessageType(type as EventType) && !isJsonObject(data.message)) return undefined;
  return { source, 'detail-type': type, detail } as unknown as TributaryEvent;
}
