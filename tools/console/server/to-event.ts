import { toSource } from '../../../shared/contract/event-kinds.ts';
import type { Detail, TributaryEvent } from '../../../shared/contract/index.ts';

/** The event of a detail, as readers return it. */
export function toEvent(detail: Detail): TributaryEvent {
  const { type, provider } = detail.metadata;
  return { source: toSource(provider), 'detail-type': type, detail } as TributaryEvent;
}
