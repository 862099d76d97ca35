import type { EventType, TributaryEvent } from '../../shared/contract/index.ts';
import { parseEvent } from './parse-event.ts';

/** Whether a value is an event of Tributary, by its schema. Takes as long as `parseEvent`. */
export function isEvent(value: unknown): value is TributaryEvent {
  return parseEvent(value).outcome === 'event';
}

/** Whether an event has one of these types. Narrows its `detail`. */
export function isOfType<Type extends EventType>(
  event: TributaryEvent,
  ...types: readonly Type[]
): event is TributaryEvent & TributaryEvent<Type> {
  return types.some((type) => type === event['detail-type']);
}
