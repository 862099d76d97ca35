import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { EventBus, PublishOutcome } from './ports.ts';

/** The EventBridge bus with this name. */
export function createEventBridgeBus(client: EventBridgeClient, busName: string): EventBus {
  return {
    async publish(events) {
      const Entries = events.map((event) => ({
        EventBusName: busName,
        Source: event.source,
        DetailType: event['detail-type'],
        Detail: JSON.stringify(event.detail),
      }));
      try {
        const result = await client.send(new PutEventsCommand({ Entries }));
        return events.map((_event, index) => toOutcome(result.Entries?.[index]));
      } catch (error) {
        throw new TributaryError(
          'publish_failed',
          'the bus took no events: look at its throttles and at the AWS status page',
          { retryable: true, cause: error },
        );
      }
    },
  };
}

/**
 * Error codes of an entry that is wrong in itself (EventBridge API reference, `PutEventsResultEntry`,
 * read 2026-11-21). All others, a missing permission too, are outages: somebody mends them, and the
 * event is published then.
 */
const rejections = new Set(['InvalidArgument', 'MalformedDetail', 'RedactionFailure']);

function toOutcome(entry: PutEventsResultEntry | undefined): PublishOutcome {
  if (entry?.EventId !== undefined) return 'published';
  return rejections.has(entry?.ErrorCode ?? '') ? 'rejected' : 'failed';
}
