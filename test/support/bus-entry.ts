import type { BusEntry } from '../../functions/publisher/ports.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';

/** The entry of an event, as the publisher makes it of the event's item. */
export function toBusEntry(event: TributaryEvent): BusEntry {
  return {
    source: event.source,
    detailType: event['detail-type'],
    detail: JSON.stringify(event.detail),
  };
}
